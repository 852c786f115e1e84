/** Everything on the pages, in its order. */
import "./bill.ts"
import "./change.ts"
import "./steps.ts"
import "./table.ts"
import "./facts.ts"
import "./errors.ts"
import "./replay.ts"
import "./allocate.ts"
