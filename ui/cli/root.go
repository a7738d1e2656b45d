package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/config"
)

const about = `Parley is a support inbox for Intercom that lives in a terminal.

Without a command it opens the inbox. ` + "`parley demo`" + ` opens it on a sample
workspace and needs nothing set up.`

const environment = `
Environment:
  INTERCOM_TOKEN          access token (INTERCOM_ACCESS_TOKEN is read too)
  INTERCOM_API_BASE_URL   address of the API, as --base-url
  INTERCOM_VERSION        version of the API, as --api-version
  PARLEY_REGION           us, eu or au, as --region
  PARLEY_ADMIN            id of the teammate who acts, as --admin
  PARLEY_READ_ONLY        true: nothing is written to Intercom, as --read-only
  NO_COLOR                no colour

Exit codes:
  0 done   1 failed   2 usage or configuration   3 not authorised   4 not found
  5 rate limited   6 network   7 unknown whether sent   130 interrupted
`

// root builds the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "parley",
		Short:         "A support inbox for Intercom in the terminal",
		Long:          about,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          a.inbox,
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			a.began = true
			a.cfg, a.cfgErr = a.configure(cmd.Flags())
		},
	}
	root.SetUsageTemplate(root.UsageTemplate() + "{{if not .HasParent}}" + environment + "{{end}}")
	globals := root.PersistentFlags()
	globals.String(string(config.KeyBaseURL), "", "address of the API, such as https://api.eu.intercom.io")
	globals.String(string(config.KeyRegion), "", "region of the workspace: us, eu or au")
	globals.String(string(config.KeyAPIVersion), "", "version of the API (default 2.9)")
	globals.Bool(string(config.KeyReadOnly), false, "write nothing to Intercom")
	root.AddCommand(
		a.demoCommand(), a.sandboxCommand(),
		a.listCommand(), a.searchCommand(), a.showCommand(), a.replyCommand(),
		a.outboxCommand(), a.draftsCommand(), a.logCommand(),
		a.versionCommand(),
	)
	root.AddCommand(a.actions()...)
	return root
}

// configure reads the settings from the flags that were given and the
// environment.
func (a *app) configure(flags *pflag.FlagSet) (config.Config, error) {
	given := map[config.Key]string{}
	for _, k := range []config.Key{config.KeyBaseURL, config.KeyRegion, config.KeyAPIVersion, config.KeyReadOnly, config.KeyAdmin} {
		if f := flags.Lookup(string(k)); f != nil && f.Changed {
			given[k] = f.Value.String()
			if strings.TrimSpace(given[k]) == "" {
				return config.Config{}, &config.Error{From: "--" + f.Name, Problem: "it is empty", Allowed: "a value, or leave it out"}
			}
		}
	}
	return config.Load(config.Sources{Flags: given, Getenv: a.env.getenv})
}
