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
  PARLEY_CONFIG           configuration file, as --config
  PARLEY_PROFILE          profile, as --profile
  INTERCOM_TOKEN          access token (INTERCOM_ACCESS_TOKEN is read too)
  INTERCOM_API_BASE_URL   address of the API, as --base-url
  INTERCOM_VERSION        version of the API, as --api-version
  PARLEY_REGION           us, eu or au, as --region
  PARLEY_ADMIN            id of the teammate who acts, as --admin
  PARLEY_READ_ONLY        true: nothing is written to Intercom, as --read-only
  PARLEY_WEBHOOK_SECRET   client secret of the app, for parley serve --webhook
  PARLEY_MASK             true: names, addresses and numbers are hidden, as --mask
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
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.began = true
			a.cfg, a.means, a.cfgErr = a.configure(cmd.Flags())
			a.env.Now = a.inZone(a.env.Now)
			return a.present(cmd)
		},
	}
	root.SetUsageTemplate(root.UsageTemplate() + "{{if not .HasParent}}" + environment + "{{end}}")
	globalFlags(root.PersistentFlags())
	root.AddCommand(
		a.demoCommand(), a.sandboxCommand(), a.serveCommand(),
		a.listCommand(), a.searchCommand(), a.showCommand(), a.replyCommand(), a.boardCommand(),
		a.outboxCommand(), a.draftsCommand(), a.logCommand(), a.undoCommand(), a.macrosCommand(),
		a.configCommand(), a.keysCommand(), a.loginCommand(), a.logoutCommand(),
		a.doctorCommand(), a.manCommand(), a.versionCommand(),
	)
	root.AddCommand(a.actions()...)
	root.AddCommand(topics()...)
	a.completions(root)
	return root
}

// globalFlags are the settings that a flag of every command gives.
func globalFlags(globals *pflag.FlagSet) {
	globals.String(string(config.KeyConfig), "", "read this `FILE` instead of config.toml in the configuration folder")
	globals.String(string(config.KeyProfile), "", "use the settings, token and store of [profile.`NAME`]")
	globals.String(config.KeyBaseURL.Flag(), "", "address of the API, such as https://api.eu.intercom.io")
	globals.String(config.KeyRegion.Flag(), "", "region of the workspace: us, eu or au")
	globals.String(config.KeyAPIVersion.Flag(), "", "version of the API (default 2.9)")
	globals.Bool(config.KeyReadOnly.Flag(), false, "write nothing to Intercom")
	globals.Bool(config.KeyMask.Flag(), false, "presenter mode: show pseudonyms for names, addresses and numbers")
	globals.Bool(config.KeyStore.Flag(), false, "keep nothing that customers wrote on this computer")
	globals.Bool(config.KeyLinear.Flag(), false, "write the inbox line by line instead of drawing it")
	globals.String(config.KeyLowBandwidth.Flag(), "", "spare a slow line: auto, on or off")
	globals.Lookup(config.KeyLowBandwidth.Flag()).NoOptDefVal = "on"
	globals.String(config.KeyTheme.Flag(), "", "colours: auto, dark, light, contrast, ansi or none")
}

// flagged are the settings that flags may give.
var flagged = []config.Key{
	config.KeyConfig, config.KeyProfile, config.KeyBaseURL, config.KeyRegion, config.KeyAPIVersion, config.KeyReadOnly, config.KeyMask,
	config.KeyStore, config.KeyTheme, config.KeyAdmin, config.KeyLinear, config.KeyLowBandwidth,
}

// configure reads the settings and what they mean. What is wrong with the
// file is among the problems of the settings; the error is about the command
// line and the environment.
func (a *app) configure(flags *pflag.FlagSet) (config.Config, meaning, error) {
	given := map[config.Key]string{}
	for _, k := range givenSettings(flags) {
		name := k.Flag()
		if name == "" {
			name = string(k)
		}
		f := flags.Lookup(name)
		if f == nil || !f.Changed {
			continue
		}
		given[k] = f.Value.String()
		if strings.TrimSpace(given[k]) == "" {
			return config.Config{}, meaning{}, &config.Error{From: "--" + f.Name, Problem: "it is empty", Allowed: "a value, or leave it out"}
		}
	}
	c, err := config.Load(config.Sources{Flags: given, Getenv: a.env.getenv})
	if err != nil {
		return config.Config{}, meaning{}, err
	}
	m, problems := understand(&c)
	for _, p := range problems {
		if !p.InFile {
			return config.Config{}, meaning{}, p
		}
		c.Problems = append(c.Problems, p)
	}
	return c, m, nil
}
