package cli

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/sandbox"
	"parley/api/store"
)

// checkTerminal refuses to draw on what is no terminal, or one that cannot
// show the inbox, and says what to do instead.
func (a *app) checkTerminal() error {
	term := a.env.getenv("TERM")
	switch {
	case a.cfg.Linear:
		return nil
	case !terminal(a.env.Stdin) || !terminal(a.env.Stdout):
		return usagef("the inbox needs a terminal; `parley --linear`, `parley list`, `parley show ID` and `parley reply ID` work without one")
	case term == "" || term == "dumb":
		return usagef("the inbox cannot be drawn on TERM=%q; `parley --linear` writes it line by line, and `parley list`, `parley show ID` and `parley reply ID` work on every terminal", term)
	default:
		return nil
	}
}

// inbox opens the inbox on the workspace of the token.
func (a *app) inbox(cmd *cobra.Command, _ []string) error {
	a.onScreen = true
	client, err := a.client(cmd.Context())
	if err != nil {
		return err
	}
	defer client.Close()
	if err := a.checkTerminal(); err != nil {
		return err
	}
	dir, err := a.profileDir()
	if err != nil {
		return usagef("%w", err)
	}
	return a.open(cmd.Context(), client, store.Options{Dir: dir, NoCache: !a.cfg.Store}, a.env.Now)
}

func (a *app) demoCommand() *cobra.Command {
	var (
		ws      workspaceFlags
		journal string
	)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the inbox on a sample workspace; nothing to set up",
		Long: `Open the inbox on a sample workspace that is gone when you leave. It is served
within this program: nothing reaches Intercom or any other host.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.onScreen = true
			o, err := ws.options(a.env.Now)
			if err = errors.Join(a.cfgErr, err); err != nil {
				return err
			}
			if err := a.checkTerminal(); err != nil {
				return err
			}
			return a.demo(cmd.Context(), o, journal)
		},
	}
	ws.register(cmd.Flags())
	journalFlag(cmd, &journal)
	return cmd
}

// demo serves a sandbox on a port that only this computer can reach and opens
// the inbox on it. Nothing is kept. Token, address and teammate of the
// environment do not count: they are for Intercom.
func (a *app) demo(ctx context.Context, o sandbox.Options, journal string) (err error) {
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
	go func() { served <- serve(life, l, server) }()
	defer func() {
		end()
		err = errors.Join(err, <-served, closeJournal())
	}()
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL(o.BaseURL), api.WithClock(o.Now), api.WithVersion(a.version()))
	if err != nil {
		return err
	}
	defer client.Close()
	a.cfg.AdminID = ""
	return a.open(ctx, client, store.Options{}, o.Now)
}
