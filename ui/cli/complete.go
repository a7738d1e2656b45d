package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
	"parley/config"
	"parley/keymap"
)

// completeLimit is how long the shell waits for what is offered; what is not
// known by then is not offered.
const completeLimit = 500 * time.Millisecond

// offers gives what a shell offers for a word that is being typed. Nobody is
// asked but what is held on this computer.
type offers func(ctx context.Context, a *app, w *work) []cobra.Completion

// argumentOffers are what the commands take, by their path.
var argumentOffers = map[string]offers{
	"parley show": conversationsOf(""), "parley reply": conversationsOf("-is:closed"),
	"parley close": conversationsOf("-is:closed"), "parley open": conversationsOf("-is:open"), "parley snooze": conversationsOf("is:open"),
	"parley read": conversationsOf("is:unread"), "parley unread": conversationsOf(""),
	"parley assign": conversationsOf("-is:closed"), "parley tag": conversationsOf(""),
	"parley list":        viewsOffered,
	"parley undo":        journalOffered,
	"parley drafts show": draftsOffered, "parley drafts discard": draftsOffered,
	"parley outbox show": entriesOffered, "parley outbox retry": entriesOffered,
	"parley outbox keep": entriesOffered, "parley outbox discard": entriesOffered,
}

// flagOffers are what flags take, by their name. They need no store where
// they are in wordOffers.
var flagOffers = map[string]offers{
	"to":     assigneesOffered,
	"add":    tagsOffered,
	"remove": tagsOffered,
	"admin":  adminsOffered,
}

// wordOffers are what flags take that is known without looking.
var wordOffers = map[string]func(a *app) []cobra.Completion{
	"profile": func(a *app) []cobra.Completion { return append([]string{config.DefaultProfile}, a.cfg.Profiles...) },
	"theme":   func(a *app) []cobra.Completion { return themeNames(a.means.themes.list) },
	"region":  func(*app) []cobra.Completion { return api.Regions() },
	"as": func(*app) []cobra.Completion {
		return []string{
			cobra.CompletionWithDesc("admin", "a reply as yourself"),
			cobra.CompletionWithDesc("contact", "what the contact said elsewhere"),
			cobra.CompletionWithDesc("note", "only teammates see it"),
		}
	},
	"api-version": func(*app) []cobra.Completion {
		var out []cobra.Completion
		for _, v := range api.Versions() {
			out = append(out, string(v))
		}
		return out
	},
	"until":  func(*app) []cobra.Completion { return moments },
	"snooze": func(*app) []cobra.Completion { return moments },
	"macro": func(a *app) []cobra.Completion {
		macros, _ := a.macros() // those that can be used
		var out []cobra.Completion
		for _, m := range macros {
			out = append(out, cobra.CompletionWithDesc(m.Name, m.Shortcut))
		}
		return out
	},
	"preset": func(*app) []cobra.Completion { return keymap.Presets() },
}

// filed are the flags that take the name of a file.
var filed = []string{"config", "file", "attach", "journal", "html-file", "script", "keys-file", "host-key"}

// completions tells the shells what every command and flag takes.
func (a *app) completions(cmd *cobra.Command) {
	if offer, ok := argumentOffers[cmd.CommandPath()]; ok {
		cmd.ValidArgs, cmd.ValidArgsFunction = nil, a.offered(offer)
	} else if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	a.flagCompletions(cmd, cmd.LocalNonPersistentFlags())
	a.flagCompletions(cmd, cmd.PersistentFlags())
	for _, sub := range cmd.Commands() {
		a.completions(sub)
	}
}

func (a *app) flagCompletions(cmd *cobra.Command, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		complete := cobra.NoFileCompletions
		words, fromWords := wordOffers[f.Name]
		offer, fromStore := flagOffers[f.Name]
		switch {
		case f.Value.Type() == "bool":
			return
		case fromWords:
			complete = func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
				a.cfg, a.means, a.cfgErr = a.configure(cmd.Flags())
				return words(a), cobra.ShellCompDirectiveNoFileComp
			}
		case fromStore:
			complete = a.offered(offer)
		default:
			if slices.Contains(filed, f.Name) {
				return // the shell completes files by itself
			}
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // one that is registered already is as good
	})
}

// offered opens what is held here, for one word.
func (a *app) offered(offer offers) cobra.CompletionFunc {
	return func(cmd *cobra.Command, given []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		a.cfg, a.means, a.cfgErr = a.configure(cmd.Flags())
		ctx, cancel := context.WithTimeout(cmd.Context(), completeLimit)
		defer cancel()
		w, err := a.held(ctx)
		if w != nil {
			defer w.close(&err)
		}
		var out []cobra.Completion
		for _, c := range a.maskedOffers(ctx, w, offer(ctx, a, w)) {
			value, _, _ := strings.Cut(c, "\t")
			if strings.HasPrefix(strings.ToLower(value), strings.ToLower(word)) && !slices.Contains(given, value) {
				out = append(out, c)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// held opens the store where there is one already; nil where not. Completing
// a word makes none.
func (a *app) held(ctx context.Context) (*work, error) {
	dir, err := a.profileDir()
	if err != nil || a.cfgErr != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "desk.db")); err != nil {
		return nil, err
	}
	a.onScreen = true // a mistake in the file does not matter here
	return a.local(ctx)
}

// offerLimit is how many conversations are offered: more cannot be chosen
// from.
const offerLimit = 100

// conversationsOf offers the conversations of a query, those that changed
// last first.
func conversationsOf(query string) offers {
	return func(ctx context.Context, _ *app, w *work) []cobra.Completion {
		if w == nil {
			return nil
		}
		list, err := w.List(ctx, desk.ListRequest{View: query, Sort: desk.SortUpdated, Limit: offerLimit})
		if err != nil {
			return nil
		}
		var out []cobra.Completion
		for i := range list.Rows {
			r := &list.Rows[i]
			out = append(out, described(string(r.Conversation.ID), joined(": ", r.Contact, preview(r.Conversation, nil))))
		}
		return out
	}
}

// descriptionLimit is how many characters a description has at most.
const descriptionLimit = 60

// described adds a description, made fit for one line of a shell.
func described(value, about string) cobra.Completion {
	words := []rune(strings.Join(strings.Fields(safetext.Line(about)), " "))
	if len(words) > descriptionLimit {
		words = append(words[:descriptionLimit-1], '…')
	}
	return cobra.CompletionWithDesc(safetext.Line(value), string(words))
}

func viewsOffered(_ context.Context, a *app, _ *work) []cobra.Completion {
	var out []cobra.Completion
	for _, v := range a.views() {
		out = append(out, described(strings.TrimPrefix(v.ID, "view:"), v.Query))
	}
	for _, word := range []string{"is:open", "is:unread", "assignee:me", "assignee:none", "team:", "tag:", "from:", "waiting:>2h", "updated:today"} {
		out = append(out, described(word, "word of a query"))
	}
	return out
}

func draftsOffered(ctx context.Context, _ *app, w *work) []cobra.Completion {
	if w == nil {
		return nil
	}
	drafts, _ := w.Drafts(ctx) // what cannot be read is not offered
	var out []cobra.Completion
	for _, d := range drafts {
		out = append(out, described(string(d.ConversationID), string(d.Mode)+": "+d.Text))
	}
	return out
}

func entriesOffered(ctx context.Context, _ *app, w *work) []cobra.Completion {
	if w == nil {
		return nil
	}
	entries, _ := w.Outbox(ctx) // what cannot be read is not offered
	var out []cobra.Completion
	for _, e := range entries {
		out = append(out, described(strconv.FormatInt(e.ID, 10), w.what(e)+" "+entryText(e)))
	}
	return out
}

// journalOffered are the latest actions that were carried out.
func journalOffered(ctx context.Context, _ *app, w *work) []cobra.Completion {
	if w == nil {
		return nil
	}
	entries, _ := w.Journal(ctx, logLimit) // what cannot be read is not offered
	var out []cobra.Completion
	for _, e := range entries {
		if e.State == desk.EntrySent && e.Kind != desk.ActReply {
			out = append(out, described(strconv.FormatInt(e.ID, 10), w.what(e)+" "+string(e.ConversationID)))
		}
	}
	return out
}

func assigneesOffered(_ context.Context, _ *app, w *work) []cobra.Completion {
	out := []cobra.Completion{described("me", "you"), described("none", "nobody, and no team")}
	if w == nil {
		return out
	}
	dir := w.Directory()
	for _, t := range dir.Teams {
		out = append(out, described(t.Name, "team"))
	}
	for _, x := range dir.Admins {
		if x.HasInboxSeat {
			out = append(out, described(x.Name, x.Email))
		}
	}
	return out
}

func adminsOffered(_ context.Context, _ *app, w *work) []cobra.Completion {
	if w == nil {
		return nil
	}
	var out []cobra.Completion
	for _, x := range w.Directory().Admins {
		out = append(out, described(string(x.ID), x.Name))
	}
	return out
}

func tagsOffered(_ context.Context, _ *app, w *work) []cobra.Completion {
	if w == nil {
		return nil
	}
	var out []cobra.Completion
	for _, t := range w.Directory().Tags {
		out = append(out, described(t.Name, ""))
	}
	return out
}

// moments are ways to say until when.
var moments = []cobra.Completion{"in 3h", "tomorrow 9am", "next mon 9am", "in 1 week"}
