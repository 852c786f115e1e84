/** The first stay of the page. The others are programs of their own: each has a garage to itself. */
import "./stay.ts"
