package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/safetext"
	"parley/api/sandbox"
	"parley/config"
	"parley/config/secret"
	"parley/ui/layout"
	"parley/ui/mask"
)

// app is one run of the program.
type app struct {
	env    Env
	out    io.Writer // standard output, with only the colours that it can show
	cfg    config.Config
	cfgErr error // why there are no settings; only those who need them ask
	means  meaning
	found  secret.Found // the token, once it was looked for
	// notices are what the inbox says when it opens, besides what is wrong
	// with the settings.
	notices []string
	stage   *stage          // of a scripted demo; nil where none plays
	sample  *sandbox.Server // the sample workspace that is served to a team; nil where none is
	began   bool            // a command was found and its arguments were accepted
	// onScreen says that the terminal is drawn on: nothing may be written to
	// it besides.
	onScreen bool
	saying   sync.Mutex // guards env.Stderr
	mask     *mask.Mask // presenter mode of what is printed; nil is off
	maskKey  []byte     // makes the pseudonyms; nil: the one that is kept for the profile
}

// Execute runs the command that env.Args name and returns the exit code of
// the program. What went wrong is said on env.Stderr, in one sentence.
func Execute(ctx context.Context, env Env) int {
	a := &app{env: env, out: colorprofile.NewWriter(env.Stdout, env.Environ)}
	root := a.root()
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	cmd, err := a.execute(ctx, root)
	if err == nil {
		return ExitDone
	}
	if cmd == nil { // it panicked
		cmd = root
	}
	if !a.began {
		err = &usageError{err: err}
	}
	a.complainInTime(ctx, cmd, err)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) && exitCode(err) != ExitUnknownSent {
		return ExitInterrupted
	}
	return exitCode(err)
}

// execute runs the command. Its panic is an error.
func (a *app) execute(ctx context.Context, root *cobra.Command) (cmd *cobra.Command, err error) {
	defer a.caught("command", &err)
	return root.ExecuteContextC(ctx)
}

// sayGrace is how long a terminal may take to show the last words of a program
// that was told to end: one that takes nothing any more must not keep it.
const sayGrace = time.Second

func (a *app) complainInTime(ctx context.Context, cmd *cobra.Command, err error) {
	said := make(chan struct{})
	go func() {
		defer close(said)
		a.complain(ctx, cmd, err)
	}()
	select {
	case <-said:
		return
	case <-ctx.Done():
	}
	select {
	case <-said:
	case <-time.After(sayGrace):
	}
}

// complain says on standard error what went wrong and what to do.
func (a *app) complain(ctx context.Context, cmd *cobra.Command, err error) {
	_, isProblem := errors.AsType[*problem](err)
	switch {
	case sentenceOf(err) == "": // it was told already
	case !a.began:
		a.say("%s\n`%s --help` says what it takes.", sentenceOf(err), cmd.CommandPath())
	case ctx.Err() != nil && errors.Is(err, context.Canceled) && !isProblem:
		a.say("interrupted")
	default:
		a.say("%s", sentenceOf(err))
		if d := api.Details(err); d != "" {
			a.say("[%s]", d)
		}
	}
}

// say writes words for a person to standard error; on a terminal no word is
// broken at its edge.
func (a *app) say(format string, args ...any) {
	a.saying.Lock()
	defer a.saying.Unlock()
	words := "parley: " + safetext.Block(fmt.Sprintf(format, args...))
	if w := columnsOf(a.env.Stderr); w > 0 {
		words = layout.Wrap(words, w)
	}
	_, _ = fmt.Fprintln(a.env.Stderr, words) // nobody is left to be told
}
