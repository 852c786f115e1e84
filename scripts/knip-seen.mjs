/** Knip says nothing when all is well, also when it read nothing. As a second reporter this says how many files it read. */
export default ({ counters }) => console.log(`knip read ${counters.processed} files`)
