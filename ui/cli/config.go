package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/config"
	"parley/config/secret"
)

// configCommand shows the settings and checks them.
func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show and check the settings",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var asJSON bool
	show := &cobra.Command{
		Use:   "show",
		Short: "Print what is in force, and where it comes from",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.configShow(cmd.Context(), asJSON) },
	}
	show.Flags().BoolVar(&asJSON, "json", false, "print an array of setting, value and from")
	cmd.AddCommand(show, a.configInit(), a.configExample(),
		&cobra.Command{
			Use:   "path",
			Short: "Print where the configuration file is, or would be",
			Args:  cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				if a.cfgErr != nil {
					return a.cfgErr
				}
				if a.cfg.Path == "" {
					return usagef("%w", config.ErrNoHome)
				}
				_, err := fmt.Fprintln(a.out, a.cfg.Path)
				return err
			},
		},
		&cobra.Command{
			Use:   "check",
			Short: "Check the configuration file, the profiles that are not in use too, macros and themes",
			Args:  cobra.NoArgs,
			RunE:  func(cmd *cobra.Command, _ []string) error { return a.configCheck(cmd) },
		})
	return cmd
}

// shownEntry is a setting as config show prints it.
type shownEntry struct {
	Setting string `json:"setting"`
	Value   string `json:"value"`
	From    string `json:"from"`
}

// configShow prints what is in force. What is wrong is said besides.
func (a *app) configShow(ctx context.Context, asJSON bool) error {
	if a.cfgErr != nil {
		return a.cfgErr
	}
	list := []shownEntry{{"profile", a.cfg.Profile, ""}, a.tokenEntry(ctx)}
	for _, e := range a.cfg.Entries() {
		from := e.From
		if from == "" {
			from = "default"
		}
		list = append(list, shownEntry{string(e.Key), e.Value, from})
	}
	if asJSON {
		raw, err := json.Marshal(list)
		if err != nil {
			return err
		}
		return errors.Join(writeJSON(a.out, raw), a.cfg.Problems.Err())
	}
	wide := 0
	for _, e := range list {
		wide = max(wide, len(e.Setting))
	}
	for _, e := range list {
		value := e.Value
		if e.From != "" {
			value += "  # " + e.From
		}
		if _, err := fmt.Fprintf(a.out, "%-*s = %s\n", wide, e.Setting, strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	return a.cfg.Problems.Err()
}

// tokenEntry says where the token comes from without running a command for
// it, which may ask somebody for a passphrase.
func (a *app) tokenEntry(ctx context.Context) shownEntry {
	s := a.tokenSources()
	if t, from, err := secret.Lookup(a.env.getenv); err != nil || from != "" {
		return shownEntry{"token", t.String(), from}
	}
	if len(s.Command) > 0 {
		return shownEntry{"token", "", "token_command, which was not run"}
	}
	found, err := secret.Find(ctx, s)
	switch {
	case err != nil:
		return shownEntry{"token", "", err.Error()}
	case found.Token.IsZero():
		return shownEntry{"token", "", "nowhere: run parley login"}
	default:
		return shownEntry{"token", found.Token.String(), found.From}
	}
}

// configCheck looks at the file with each of its profiles.
func (a *app) configCheck(cmd *cobra.Command) error {
	if a.cfgErr != nil {
		return a.cfgErr
	}
	problems := a.cfg.Problems
	told := map[string]bool{}
	for _, p := range problems {
		told[p.Error()] = true
	}
	for _, name := range append([]string{config.DefaultProfile}, a.cfg.Profiles...) {
		flags := map[config.Key]string{config.KeyProfile: name}
		if f := cmd.Flags().Lookup(string(config.KeyConfig)); f != nil && f.Changed {
			flags[config.KeyConfig] = f.Value.String()
		}
		c, err := config.Load(config.Sources{Flags: flags, Getenv: a.env.getenv})
		if err != nil {
			return err
		}
		_, more := understand(&c)
		for _, p := range append(c.Problems, more...) {
			if !told[p.Error()] {
				told[p.Error()] = true
				problems = append(problems, p)
			}
		}
	}
	for _, p := range a.means.themes.problems {
		if !strings.Contains(problems.Error(), p.Error()) { // that of the theme in force was told
			problems = append(problems, p)
		}
	}
	for _, w := range a.means.themes.advice {
		a.say("%s", w)
	}
	_, macroErr := a.macros()
	if err := problems.Err(); err != nil || macroErr != nil {
		return usagef("%w", errors.Join(err, macroErr))
	}
	_, err := fmt.Fprintf(a.out, "%s: nothing is wrong with it\n", a.cfg.Path)
	return err
}
