package uitest

import (
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// renamed gives the golden package a file name of our choice: it asks the test for its name.
type renamed struct {
	testing.TB
	name string
}

func (r renamed) Name() string { return r.name }

// Golden compares got with testdata/NAME.golden. Run the test with -update to rewrite the
// file, and read the difference before it is committed.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	golden.RequireEqual(renamed{TB: t, name: name}, got)
}
