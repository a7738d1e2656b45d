package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"parley/config/secret"
)

// Env is the world around a command.
type Env struct {
	Args           []string // without the program's name
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string // KEY=value, as os.Environ returns it
	Now            func() time.Time
	Timing         Timing
	Keyring        secret.Keyring // nil is the system's
}

// Main runs the program in the world of the operating system and returns its
// exit code. An interrupt, a request to terminate and the end of the terminal
// cancel what is under way; a second one ends the program at once.
func Main() int {
	noCore()
	return run(system())
}

// system is the world as the operating system has it.
func system() Env {
	return Env{
		Args:  os.Args[1:],
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Environ: os.Environ(),
		Now:     time.Now,
	}
}

func run(env Env) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop)
	return Execute(ctx, env)
}

// getenv returns the value of a variable, the last one given.
func (e Env) getenv(name string) string {
	for _, v := range slices.Backward(e.Environ) {
		if k, v, ok := strings.Cut(v, "="); ok && k == name {
			return v
		}
	}
	return ""
}

// terminal reports whether the stream is a terminal.
func terminal(stream any) bool {
	f, ok := stream.(term.File)
	return ok && term.IsTerminal(f.Fd())
}

// columns returns the width of the terminal at standard output, and 0 when
// there is none.
func (e Env) columns() int { return columnsOf(e.Stdout) }

// columnsOf returns the width of the terminal behind a stream, and 0 where
// there is none.
func columnsOf(stream any) int {
	f, ok := stream.(term.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return 0
	}
	w, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return w
}
