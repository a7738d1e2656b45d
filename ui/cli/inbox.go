package cli

import (
	"context"
	"errors"

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
		return usagef("the inbox cannot be drawn on TERM=%q; `parley --linear` writes it line by line, "+
			"and `parley list`, `parley show ID` and `parley reply ID` work on every terminal", term)
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
		script  scriptFlags
		journal string
	)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the inbox on a sample workspace; nothing to set up",
		Long: `Open the inbox on a sample workspace that is gone when you leave. It is served
within this program: nothing reaches Intercom or any other host.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			story, text, err := a.story(script)
			if err != nil {
				return err
			}
			if script.print {
				_, err := a.out.Write(text)
				return err
			}
			a.onScreen = true
			o, err := ws.options(a.env.Now)
			if err = errors.Join(a.cfgErr, err); err != nil {
				return err
			}
			if err := a.checkTerminal(); err != nil {
				return err
			}
			if story != nil {
				a.stage = newStage(cmd, story, script, &o)
			}
			return a.demo(cmd.Context(), o, journal)
		},
	}
	ws.register(cmd.Flags())
	script.register(cmd.Flags())
	journalFlag(cmd, &journal)
	return cmd
}

// demo serves a sandbox on a port that only this computer can reach and opens
// the inbox on it. Nothing is kept. Token, address and teammate of the
// environment do not count: they are for Intercom.
func (a *app) demo(ctx context.Context, o sandbox.Options, journal string) error {
	a.cfg.AdminID = ""
	a.maskKey = demoMaskKey(o.Seed)
	return a.onSandbox(ctx, o, journal, func(client *api.Client, server *sandbox.Server) (err error) {
		a.means.targets = promised(server, a.means.targets)
		if a.stage != nil {
			over, failed := a.stage.begin(ctx, server)
			if failed != nil {
				return failed
			}
			defer func() { err = errors.Join(err, over()) }()
		}
		return a.open(ctx, client, store.Options{}, o.Now)
	})
}
