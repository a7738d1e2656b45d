package cli

import (
	"cmp"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/config"
	"parley/keymap"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man [COMMAND...]",
		Short: "Print the manual page, of everything or of one command",
		Long: `Print the manual page: of Parley with all its commands, keys and settings, or
of one command. It is written for man.`,
		Example: "  parley man > ~/.local/share/man/man1/parley.1\n  parley man reply | man -l -",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var out []cobra.Completion
			if at, _, err := cmd.Root().Find(args); err == nil {
				for _, c := range shownCommands(at) {
					out = append(out, described(c.Name(), c.Short))
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			at, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 || at.Hidden {
				return usagef("there is no command %q; `parley --help` lists them", strings.Join(args, " "))
			}
			date := cmp.Or(buildDate(), a.env.Now().Format(time.DateOnly))
			page := manCommandPage(at, date)
			if at == root {
				page = manPage(root, date)
			}
			_, err = io.WriteString(a.out, page)
			return err
		},
	}
}

// shownCommands are the commands below one that people are told of.
func shownCommands(of *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, c := range of.Commands() {
		if !c.Hidden && (c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand()) && c.Name() != "help" {
			out = append(out, c)
		}
	}
	return out
}

// manPage is the page of everything.
func manPage(root *cobra.Command, date string) string {
	var r roff
	r.title("parley", date, "parley "+buildVersion())
	r.section("NAME")
	r.line(`parley \- %s`, r.text(lowerFirst(root.Short)))
	r.section("SYNOPSIS")
	r.line(`.B parley`)
	r.line(`[\fIOPTION\fR]... [\fICOMMAND\fR [\fIARGUMENT\fR]...]`)
	r.section("DESCRIPTION")
	r.prose(root.Long)
	r.section("COMMANDS")
	for _, c := range shownCommands(root) {
		manCommands(&r, c)
	}
	r.section("OPTIONS")
	r.prose("Every command has these:")
	manFlags(&r, root.PersistentFlags())
	r.section("KEYS")
	r.prose("Those of the preset default; `parley keys list` prints the ones in force, and [keys] in the configuration changes them.")
	for _, g := range keymap.Default().Reference() {
		r.subsection(g.Title)
		for _, b := range g.Bindings {
			r.item(strings.Join(b.Keys, "  "), b.Help+" ("+b.Name()+")")
		}
	}
	manSettings(&r)
	manEnding(&r)
	return r.String()
}

// manCommands writes a command and those below it.
func manCommands(r *roff, c *cobra.Command) {
	r.subsection(c.CommandPath() + strings.TrimPrefix(c.Use, c.Name()))
	r.prose(cmp.Or(c.Long, c.Short+"."))
	manFlags(r, c.LocalNonPersistentFlags())
	for _, sub := range shownCommands(c) {
		manCommands(r, sub)
	}
}

// manCommandPage is the page of one command.
func manCommandPage(c *cobra.Command, date string) string {
	var r roff
	name := strings.ReplaceAll(c.CommandPath(), " ", "-")
	r.title(name, date, "parley "+buildVersion())
	r.section("NAME")
	r.fill(r.text(name) + ` \- ` + r.text(lowerFirst(c.Short)))
	r.section("SYNOPSIS")
	r.line(".B %s\n%s", r.text(c.CommandPath()), r.text(cmp.Or(strings.TrimSpace(strings.TrimPrefix(c.Use, c.Name())), "[OPTION]...")))
	r.section("DESCRIPTION")
	r.prose(cmp.Or(c.Long, c.Short+"."))
	if flags := c.LocalNonPersistentFlags(); flags.HasAvailableFlags() {
		r.section("OPTIONS")
		manFlags(&r, flags)
	}
	if subs := shownCommands(c); len(subs) > 0 {
		r.section("COMMANDS")
		for _, sub := range subs {
			manCommands(&r, sub)
		}
	}
	if c.Example != "" {
		r.section("EXAMPLES")
		r.literal(c.Example)
	}
	manEnding(&r)
	return r.String()
}

// manFlags writes the options that people are told of.
func manFlags(r *roff, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, about := pflag.UnquoteUsage(f)
		term := "--" + f.Name
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		if value != "" {
			term += " " + value
		}
		if d := f.DefValue; d != "" && d != "false" && d != "0" && d != "[]" && !strings.Contains(about, "default") {
			about += " (default " + d + ")"
		}
		r.item(term, about)
	})
}

// manSettings writes the configuration file and what else gives a setting.
func manSettings(r *roff) {
	r.section("CONFIGURATION")
	r.prose("The settings, with their defaults or an example. A flag wins over a variable, that over [profile.NAME], that over the rest of the file.")
	r.literal(config.Example)
	r.subsection("Settings that a flag or a variable gives as well")
	for _, e := range (config.Config{Settings: config.Default()}).Entries() {
		flag, env := e.Key.Flag(), e.Key.Env()
		if flag != "" {
			flag = "--" + flag
		}
		if where := joined(", ", flag, env); where != "" {
			r.item(string(e.Key), where)
		}
	}
}

// manEnding is what every page ends with.
func manEnding(r *roff) {
	words, codes, _ := strings.Cut(environment, "Exit codes:\n")
	_, words, _ = strings.Cut(words, "Environment:\n")
	r.section("ENVIRONMENT")
	for line := range strings.SplitSeq(strings.TrimSpace(words), "\n") {
		name, about, _ := strings.Cut(strings.TrimSpace(line), " ")
		r.item(name, about)
	}
	r.section("EXIT STATUS")
	for _, code := range strings.FieldsFunc(strings.ReplaceAll(codes, "\n", "   "), func(c rune) bool { return c == '\n' }) {
		for one := range strings.SplitSeq(code, "   ") {
			if number, about, ok := strings.Cut(strings.TrimSpace(one), " "); ok {
				r.item(number, about)
			}
		}
	}
	r.section("FILES")
	r.item("~/.config/parley/config.toml", "the settings; `parley config path` says where it is in force")
	r.item("~/.config/parley/macros/*.md", "macros")
	r.item("~/.config/parley/themes/*.toml", "themes")
	r.item("~/.local/state/parley/profiles/", "drafts, outbox, and copies of conversations, by profile")
}

// lowerFirst begins a sentence within another.
func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// buildDate is the date of the commit, "" where the build does not know it.
func buildDate() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
