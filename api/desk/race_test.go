//go:build race

package desk_test

// underRace says that the race detector is on: it makes everything several
// times slower, and finds in a part of the random runs what it would find in
// all of them.
const underRace = true
