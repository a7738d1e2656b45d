//go:build race

package ui_test

// underRace says that the race detector is on: it slows the desk beyond what
// the keys of some tests wait for.
const underRace = true
