package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/api"
	"parley/api/desk"
	"parley/api/safetext"
)

func (a *app) draftsCommand() *cobra.Command {
	var (
		as     string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "drafts",
		Short: "Show text that is kept until it is sent or discarded",
		Long: `List the drafts that are kept on this computer, of the inbox and of replies that
were not sent. Needs no network. ` + "`parley reply ID --draft`" + ` sends one.

With --json, an array of objects: conversation_id, mode (admin, contact, note),
text, attachments, contact_id, updated_at. What does not apply is left out.`,
		Example: "  parley drafts\n  parley drafts show 215470000123456 --as note > note.md",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.draftsList(cmd.Context(), asJSON) },
	}
	list := &cobra.Command{Use: "list", Short: "List the drafts, newest first", Args: cobra.NoArgs, RunE: cmd.RunE}
	show := &cobra.Command{
		Use: "show ID", Short: "Print the text of a conversation's draft", Args: oneID,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDraft(cmd.Context(), api.ID(args[0]), as, func(_ *work, d desk.Draft) error {
				if asJSON {
					return writeValue(a.out, draftJSONOf(d))
				}
				_, err := io.WriteString(a.out, strings.TrimRight(safetext.Block(d.Text), "\n")+"\n")
				return err
			})
		},
	}
	discard := &cobra.Command{
		Use: "discard ID", Short: "Throw a conversation's draft away", Args: oneID,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDraft(cmd.Context(), api.ID(args[0]), as, func(w *work, d desk.Draft) error {
				if err := w.DropDraft(cmd.Context(), d.ConversationID, d.Mode); err != nil {
					return storeProblem(err)
				}
				a.say("the draft (%s) of conversation %s is gone", d.Mode, d.ConversationID)
				return nil
			})
		},
	}
	for _, c := range []*cobra.Command{cmd, list, show} {
		c.Flags().BoolVar(&asJSON, "json", false, "print JSON, see `parley drafts --help`")
	}
	for _, c := range []*cobra.Command{show, discard} {
		c.Flags().StringVar(&as, "as", "", "admin, contact or note, where the conversation has several drafts")
	}
	cmd.AddCommand(list, show, discard)
	return cmd
}

// draftsList lists the drafts.
func (a *app) draftsList(ctx context.Context, asJSON bool) (err error) {
	w, err := a.local(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	drafts, err := w.Drafts(ctx)
	if err != nil {
		return storeProblem(err)
	}
	if asJSON {
		out := make([]draftJSON, len(drafts))
		for i, d := range drafts {
			out[i] = draftJSONOf(d)
		}
		return writeValue(a.out, out)
	}
	if len(drafts) == 0 {
		a.say("there are no drafts")
		return nil
	}
	rows := make([][]string, len(drafts))
	for i, d := range drafts {
		files := ""
		if n := len(d.Attachments) + len(d.AttachmentURLs); n > 0 {
			files = "[" + plural(n, "attachment", "attachments") + "] "
		}
		rows[i] = []string{string(d.ConversationID), string(d.Mode), a.age(d.UpdatedAt), files + lineOf(d.Text)}
	}
	return writeTable(a.out, a.env.columns(), []column{
		{title: "CONVERSATION", most: 20}, {title: "AS", most: 8}, {title: "AGE", most: 8, leave: 1}, {title: "TEXT"},
	}, rows)
}

// withDraft finds the draft of a conversation and does something with it.
func (a *app) withDraft(ctx context.Context, id api.ID, as string, do func(*work, desk.Draft) error) (err error) {
	if _, ok := replyModes[as]; as != "" && !ok {
		return usagef("--as: %q is not a mode; allowed: admin, contact, note", as)
	}
	w, err := a.local(ctx)
	if err != nil {
		return err
	}
	defer w.close(&err)
	drafts, err := w.Drafts(ctx)
	if err != nil {
		return storeProblem(err)
	}
	drafts = slices.DeleteFunc(drafts, func(d desk.Draft) bool {
		return d.ConversationID != id || as != "" && d.Mode != desk.Mode(as)
	})
	switch len(drafts) {
	case 0:
		return &problem{code: ExitNotFound, sentence: fmt.Sprintf("There is no such draft of conversation %s; `parley drafts` lists those that there are.", id)}
	case 1:
		return do(w, drafts[0])
	}
	modes := make([]string, len(drafts))
	for i, d := range drafts {
		modes[i] = string(d.Mode)
	}
	return usagef("conversation %s has several drafts: say which with --as %s", id, strings.Join(modes, " or "))
}

// draftJSON is a draft for programs. Its shape is documented in the help of
// the drafts command, and stable.
type draftJSON struct {
	ConversationID api.ID    `json:"conversation_id"`
	Mode           desk.Mode `json:"mode"`
	Text           string    `json:"text"`
	Attachments    []string  `json:"attachments,omitempty"`
	ContactID      api.ID    `json:"contact_id,omitempty"`
	UpdatedAt      time.Time `json:"updated_at"`
}

func draftJSONOf(d desk.Draft) draftJSON {
	out := draftJSON{ConversationID: d.ConversationID, Mode: d.Mode, Text: d.Text, ContactID: d.ContactID, UpdatedAt: d.UpdatedAt.UTC()}
	for _, f := range d.Attachments {
		out.Attachments = append(out.Attachments, f.Path)
	}
	out.Attachments = append(out.Attachments, d.AttachmentURLs...)
	return out
}
