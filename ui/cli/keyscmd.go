package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/config"
	"parley/keymap"
)

// keysCommand lists the keys and checks them.
func (a *app) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "List and check the keys",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var asJSON bool
	list := &cobra.Command{
		Use:   "list",
		Short: "Print every action with its keys",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.settled(); err != nil {
				return err
			}
			return a.keysList(asJSON)
		},
	}
	list.Flags().BoolVar(&asJSON, "json", false, "print an array of action, keys, does and from")
	cmd.AddCommand(list, &cobra.Command{
		Use:   "check",
		Short: "Check the keys of the configuration file",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.keysCheck() },
	})
	return cmd
}

// boundAction is an action as keys list prints it.
type boundAction struct {
	Action string   `json:"action"`
	Keys   []string `json:"keys"`
	Does   string   `json:"does"`
	From   string   `json:"from"`
}

func (a *app) keysList(asJSON bool) error {
	preset, err := keymap.Preset(a.cfg.KeyPreset)
	if err != nil {
		return usagef("%w", err)
	}
	var list []boundAction
	for _, b := range a.means.keys.All() {
		from := a.cfg.From(config.Key("keys." + b.Name()))
		if from == "" {
			from = "default"
			if _, ok := preset[b.Name()]; ok {
				from = "key_preset " + a.cfg.KeyPreset
			}
		}
		list = append(list, boundAction{b.Name(), slices.Clip(b.Keys), b.Help, from})
	}
	if asJSON {
		raw, err := json.Marshal(list)
		if err != nil {
			return err
		}
		return writeJSON(a.out, raw)
	}
	rows := make([][]string, len(list))
	for i, b := range list {
		keys := strings.Join(b.Keys, ", ")
		if keys == "" {
			keys = "none"
		}
		if b.From == "default" {
			b.From = ""
		}
		rows[i] = []string{b.Action, keys, b.From, b.Does}
	}
	return writeTable(a.out, a.env.columns(), []column{{title: "ACTION", most: 40}, {title: "KEYS", most: 40}, {title: "FROM", most: 60, leave: 1}, {title: "DOES"}}, rows)
}

// keysCheck says what is wrong with the keys, and what they hide.
func (a *app) keysCheck() error {
	if a.cfgErr != nil {
		return a.cfgErr
	}
	if _, errs := understandKeys(&a.cfg); len(errs) > 0 {
		return errs
	}
	if err := a.cfg.Problems.Err(); err != nil {
		return err
	}
	for _, chain := range keymap.Chains() {
		for _, b := range a.means.keys.Hidden(chain...) {
			a.say("%s: none of its keys %s is left in the scope %s, where they stand for something else", b.Name(), strings.Join(b.Keys, ", "), chain[1])
		}
	}
	_, err := fmt.Fprintf(a.out, "%d actions, no key stands for two in one place\n", len(a.means.keys.All()))
	return err
}
