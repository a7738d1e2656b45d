package cli

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
	"parley/config"
	"parley/ui/richtext"
)

// checkTerminal reports whether the terminal can show the inbox, and refuses with what
// to do instead.
func (a *app) checkTerminal() error {
	term := a.env.getenv("TERM")
	switch {
	case !terminal(a.env.Stdin) || !terminal(a.env.Stdout):
		return usagef("the inbox needs a terminal; `parley list`, `parley show ID` and `parley reply ID` work without one")
	case term == "" || term == "dumb":
		return usagef("the inbox cannot be drawn on TERM=%q; `parley list`, `parley show ID` and `parley reply ID` work on every terminal", term)
	default:
		return nil
	}
}

// inbox opens the inbox on the workspace of the token.
func (a *app) inbox(cmd *cobra.Command, _ []string) error {
	client, err := a.client()
	if err != nil {
		return err
	}
	if err := a.checkTerminal(); err != nil {
		return err
	}
	state, err := config.StateDir(a.env.getenv)
	if err != nil {
		return err
	}
	dir := filepath.Join(state, "profiles", "default")
	return a.open(cmd.Context(), client, store.Options{Dir: dir}, a.env.Now)
}

func (a *app) demoCommand() *cobra.Command {
	var ws workspaceFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the inbox on a sample workspace; nothing to set up",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := ws.options(a.env.Now)
			if err != nil {
				return err
			}
			if err := a.checkTerminal(); err != nil {
				return err
			}
			return a.demo(cmd.Context(), o)
		},
	}
	ws.register(cmd.Flags())
	return cmd
}

// demo serves a sandbox on a port that only this computer can reach and opens
// the inbox on it. Nothing is kept.
func (a *app) demo(ctx context.Context, o sandbox.Options) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the sample workspace: %w", err)
	}
	o.BaseURL = "http://" + l.Addr().String()
	server := &http.Server{Handler: sandbox.New(o), ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	defer func() {
		_ = server.Close() // the program ends, and its sandbox with it
		<-done
	}()
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL(o.BaseURL), api.WithClock(o.Now))
	if err != nil {
		return err
	}
	return a.open(ctx, client, store.Options{}, o.Now)
}

// open runs the inbox over a client and a store.
func (a *app) open(ctx context.Context, client *api.Client, so store.Options, now func() time.Time) error {
	so.Now = now
	st, err := store.OpenOrMemory(ctx, so)
	if err != nil {
		return fmt.Errorf("open the local store: %w", err)
	}
	defer func() { _ = st.Close() }() // every row was committed when it was written
	d, err := desk.New(desk.Options{
		Client: client, Store: st, Now: now, AdminID: api.ID(a.cfg.AdminID), ReadOnly: a.cfg.ReadOnly,
		PlainText: func(html string) string { return richtext.Parse(html).Text() },
	})
	if err != nil {
		return err
	}
	d.Start(ctx)
	err = a.runProgram(ctx, d, now)
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeGrace)
	defer cancel()
	if cerr := d.Close(closing); err == nil && cerr != nil {
		err = cerr
	}
	return err
}

// closeGrace is how long a send that is under way may take when the program
// ends. What is not done by then is verified at the next start.
const closeGrace = 5 * time.Second
