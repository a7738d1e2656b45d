package cli

import (
	"github.com/spf13/cobra"
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

// inbox opens the inbox.
func (a *app) inbox(cmd *cobra.Command, _ []string) error {
	if _, err := a.client(); err != nil {
		return err
	}
	return a.checkTerminal()
}

func (a *app) demoCommand() *cobra.Command {
	var ws workspaceFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the inbox on a sample workspace; nothing to set up",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := ws.options(a.env.Now)
			if err != nil {
				return err
			}
			return a.checkTerminal()
		},
	}
	ws.register(cmd.Flags())
	return cmd
}
