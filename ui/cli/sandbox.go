package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/api"
	"parley/api/sandbox"
)

// How long a stopping sandbox waits for requests that are under way.
const sandboxGrace = 2 * time.Second

// workspaceFlags are what demo and sandbox share.
type workspaceFlags struct {
	seed   uint64
	clock  string
	faults string
}

func (w *workspaceFlags) register(flags *pflag.FlagSet) {
	flags.Uint64Var(&w.seed, "seed", 1, "varies the sample workspace; the same seed gives the same one")
	flags.StringVar(&w.clock, "clock", "", "start at this `TIME` instead of now, such as 2026-03-03T10:00:00Z")
	flags.StringVar(&w.faults, "faults", "", "go wrong on purpose, such as \"reply:cut-after,once; search:429,every=5\"")
}

// options turns the flags into a sandbox's options.
func (w *workspaceFlags) options(now func() time.Time) (sandbox.Options, error) {
	faults, err := sandbox.ParseFaults(w.faults)
	if err != nil {
		return sandbox.Options{}, usagef("--faults: %w", err)
	}
	o := sandbox.Options{Seed: w.seed, Now: now, Faults: faults}
	if w.clock != "" {
		start, err := time.Parse(time.RFC3339, w.clock)
		if err != nil {
			return sandbox.Options{}, usagef("--clock: %q is not a time such as 2026-03-03T10:00:00Z", w.clock)
		}
		began := now()
		o.Now = func() time.Time { return start.Add(now().Sub(began)) }
	}
	return o, nil
}

func (a *app) sandboxCommand() *cobra.Command {
	var (
		ws                   workspaceFlags
		addr, token, journal string
		hooks                sandbox.Hooks
	)
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve an Intercom-compatible API over a sample workspace",
		Long: `Serve an API that behaves like Intercom's, over a sample workspace that is
gone when the command ends. Prints what to put into the environment to use it.

--webhook has it send Intercom's signed notifications of what changes in it to an
address, such as that of ` + "`parley serve --webhook`" + `: with five seconds to answer, and
once more a minute after a failure. --faults knows them as the operation webhook,
with the kinds latency=5s, forged, duplicate, swapped and lost; --journal has each
attempt.`,
		Example: "  parley sandbox --journal requests.jsonl\n  parley sandbox --webhook http://127.0.0.1:8080/intercom --faults 'webhook:duplicate,every=3'",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := ws.options(a.env.Now)
			if err != nil {
				return err
			}
			o.Token = token
			if hooks.Secret == "" {
				hooks.Secret = cmp.Or(a.env.getenv(webhookVariable), sandbox.DefaultSecret)
			}
			if err := hooks.Check(); err != nil && hooks.URL != "" {
				return usagef("--webhook: %w", err)
			}
			return a.serveSandbox(cmd.Context(), o, addr, journal, hooks)
		},
	}
	ws.register(cmd.Flags())
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&token, "token", sandbox.DefaultToken, "the token that it accepts")
	cmd.Flags().StringVar(&hooks.URL, "webhook", "", "send notifications of what changes to this `URL`")
	cmd.Flags().StringVar(&hooks.Secret, "webhook-secret", "", "sign them with this `SECRET` (default $"+webhookVariable+", else "+sandbox.DefaultSecret+")")
	journalFlag(cmd, &journal)
	return cmd
}

// serveSandbox serves until the context ends.
func (a *app) serveSandbox(ctx context.Context, o sandbox.Options, addr, journal string, hooks sandbox.Hooks) (err error) {
	server, closeJournal, err := newSandbox(o, journal)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeJournal()) }()
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return usagef("--addr: %w", err)
	}
	if err := announce(a.out, l.Addr(), o.Token); err != nil {
		return errors.Join(err, l.Close())
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		a.say("everybody who can reach %s can use this sandbox", l.Addr())
	}
	if hooks.URL != "" {
		defer a.sendHooks(ctx, server, hooks)()
		if _, err := fmt.Fprintf(a.out, "%s=%s\n", webhookVariable, hooks.Secret); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	a.say("the sandbox is ready; ctrl+c stops it")
	return serveHTTP(ctx, l, server)
}

// sendHooks has a sandbox send notifications until ctx ends; stop waits for
// that.
func (a *app) sendHooks(ctx context.Context, server *sandbox.Server, hooks sandbox.Hooks) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.SendHooks(ctx, hooks); err != nil {
			a.say("%s", err)
		}
	}()
	return func() { end(); <-done }
}

// newSandbox builds a sandbox that writes its journal to a file, if one is
// named.
func newSandbox(o sandbox.Options, journal string) (*sandbox.Server, func() error, error) {
	server := sandbox.New(o)
	if journal == "" {
		return server, func() error { return nil }, nil
	}
	f, err := os.OpenFile(journal, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, usagef("--journal: %w", err)
	}
	server.WriteJournalTo(f)
	return server, func() error { return errors.Join(server.JournalError(), f.Close()) }, nil
}

// journalFlag adds --journal.
func journalFlag(cmd *cobra.Command, journal *string) {
	cmd.Flags().StringVar(journal, "journal", "", "write every request to this `FILE`, one JSON object a line")
}

// announce prints the environment that points a program at the sandbox.
func announce(w io.Writer, addr net.Addr, token string) error {
	_, err := fmt.Fprintf(w, "INTERCOM_API_BASE_URL=http://%s\nINTERCOM_TOKEN=%s\n", addr, token)
	return err
}

// serveHTTP answers requests until the context ends, and then lets those under
// way finish for a moment.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)} // the screen may be on the same terminal
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), sandboxGrace)
		defer cancel()
		if err := srv.Shutdown(grace); err != nil {
			stopped <- srv.Close()
			return
		}
		stopped <- nil
	})
	err := srv.Serve(l)
	if stop() { // it ended by itself
		return fmt.Errorf("serve the sandbox: %w", err)
	}
	return <-stopped
}

// onSandbox runs f on a sandbox that only this computer can reach.
func (a *app) onSandbox(ctx context.Context, o sandbox.Options, journal string, f func(*api.Client, *sandbox.Server) error) (err error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the sample workspace: %w", err)
	}
	o.BaseURL = "http://" + l.Addr().String()
	server, closeJournal, err := newSandbox(o, journal)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx)) // the last send needs the sandbox
	served := make(chan error, 1)
	go func() { served <- serveHTTP(life, l, server) }()
	defer func() {
		end()
		err = errors.Join(err, <-served, closeJournal())
	}()
	options := []api.Option{api.WithBaseURL(o.BaseURL), api.WithClock(o.Now), api.WithVersion(a.version())}
	if a.stage != nil {
		options = append(options, api.WithSleep(a.stage.clock.Sleep))
	}
	client, err := api.New(sandbox.DefaultToken, options...)
	if err != nil {
		return err
	}
	defer client.Close()
	return f(client, server)
}
