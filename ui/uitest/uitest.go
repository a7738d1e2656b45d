// Package uitest drives the user interface in tests, without a terminal and without sleeping.
//
// There are two ways to run a model. [Driver] calls Init, Update and View itself, runs the
// returned commands one after another and shows the screen as plain text: it is what nearly
// every test of the user interface needs. [Terminal] runs a real [tea.Program] against a
// terminal emulator and counts the bytes that go over the wire: it is for the few end-to-end
// runs and for the byte budgets.
//
// Tests are exact when they run inside testing/synctest: the Driver then knows, rather than
// waits to find out, that a command is blocked, and time passes only when everything waits.
// Outside such a bubble (a real socket is involved, say) the Driver gives each command a short
// grace and goes on without it; use [Driver.WaitFor] for what arrives later.
//
// The package knows nothing about Parley: no panes, no keymap, no store. It does not start
// processes for tea.ExecProcess, it answers no terminal queries in a Driver, and it measures
// no time for a verdict; benchmarks do that.
package uitest

import (
	"context"
	"time"
)

// TB is the part of [testing.TB] that this package needs, so that a program which renders the
// user interface outside a test can provide it. Fatalf must not return.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(f func())
	Context() context.Context
}

const (
	// patience is how long WaitFor and the terminal's own waits go on before they fail the
	// test. It only matters to a test that fails anyway, so it is generous.
	patience = time.Minute
	// pollEvery is how often WaitFor looks again at a condition that no message announces.
	pollEvery = 5 * time.Millisecond
)
