package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/ui/richtext"
	"parley/ui/term"
)

// reply reads the text, sends it through the outbox and shows what came back.
// Whatever goes wrong once there is a text, the text is kept.
func (a *app) reply(ctx context.Context, id api.ID, f replyFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	if f.snooze != "" {
		if f.until, err = desk.ParseWhen(f.snooze, a.env.Now()); err != nil {
			return usagef("--snooze: %w", err)
		}
	}
	w, cause := a.writing(ctx)
	piped := !f.bodyGiven && !f.draft && f.macro == "" && (f.file == "" || f.file == "-") && !terminal(a.env.Stdin)
	switch {
	case cause == nil:
		defer w.close(&err)
		id, cause = a.begin(ctx, w, id)
		if cause == nil && f.macro != "" {
			cause = a.useMacro(ctx, w, id, &f)
		}
		if cause != nil && f.macro != "" {
			return cause // its text is where it was
		}
	case !piped:
		return cause // the text is where it was
	default: // what comes out of a pipe comes once
		var localErr error
		if w, localErr = a.local(ctx); localErr == nil {
			defer w.close(&err)
		}
	}
	if cause != nil && terminal(a.env.Stdin) && !f.bodyGiven && f.file == "" {
		return cause // nothing was typed yet
	}
	d, textErr := a.replyText(ctx, w, id, f)
	if err := errors.Join(cause, textErr); err != nil {
		return a.keep(ctx, w, d, &f, err)
	}
	return a.send(ctx, w, d, f)
}

// begin learns who acts, and which conversation is the last.
func (a *app) begin(ctx context.Context, w *work, id api.ID) (api.ID, error) {
	if err := w.introduce(ctx); err != nil || id != api.Last {
		return id, err
	}
	page, err := w.client.Conversations.Search(ctx, api.SearchRequest{
		Query: api.Where("created_at", api.Greater, 0), SortField: "updated_at", PerPage: 1,
	})
	if err != nil {
		return id, err
	}
	if len(page.Items) == 0 {
		return id, &problem{code: ExitNotFound, sentence: "There is no conversation in the workspace, so none is the last."}
	}
	a.say("\"last\" is taken for conversation %s, which changed most recently", page.Items[0].ID)
	return page.Items[0].ID, nil
}

// send posts a reply and prints what came of it.
func (a *app) send(ctx context.Context, w *work, d desk.Draft, f replyFlags) error {
	r, err := a.compose(ctx, w, d, f)
	if err != nil {
		return a.keep(ctx, w, d, &f, err)
	}
	stop := w.tell(d.ConversationID)
	entry, conversation, err := w.SendNow(ctx, r)
	stop()
	entry, conversation, err = w.settle(ctx, entry, conversation, err)
	switch {
	case err == nil:
		return a.sent(ctx, w, entry, conversation, f)
	case entry.ID == 0: // nothing was taken over
		if blocked := blockedProblem(err); blocked != nil {
			err = blocked
		}
		return a.keep(ctx, w, d, &f, err)
	case entry.SettledAt.IsZero():
		return openEntry(entry, err)
	}
	if blocked := blockedProblem(err); blocked != nil {
		err = blocked
	}
	kept, there, draftErr := w.Draft(context.WithoutCancel(ctx), d.ConversationID, d.Mode)
	if draftErr != nil || !there {
		kept = r.Draft
	}
	return &problem{code: exitCode(err), sentence: joined("\n", notSentWords(err), f.whereDraft(r.Draft, kept)), err: err}
}

// compose makes the reply of its text and the flags.
func (a *app) compose(ctx context.Context, w *work, d desk.Draft, f replyFlags) (desk.Reply, error) {
	r := desk.Reply{Draft: d, HTML: d.Text, Email: f.email, UserID: f.userID, Unguarded: true, Apart: !f.draft}
	if !f.html {
		r.HTML = richtext.ToHTML(d.Text)
	}
	host := term.Host{Getenv: a.env.getenv}
	for _, path := range f.attach {
		file, err := host.File(path)
		if err != nil {
			return r, usagef("--attach: %w", err)
		}
		r.Attachments = append(r.Attachments, file)
	}
	r.AttachmentURLs = append(r.AttachmentURLs, f.attachURL...)
	r.Then = f.then
	switch {
	case f.close:
		r.Then = append(r.Then, desk.ActionChange{Kind: desk.ActClose})
	case f.snooze != "":
		r.Then = append(r.Then, desk.ActionChange{Kind: desk.ActSnooze, Until: f.until})
	}
	if f.contactID != "" {
		r.ContactID = api.ID(f.contactID)
	}
	if d.Mode != desk.ModeContact || r.ContactID != "" || f.email != "" || f.userID != "" {
		return r, nil
	}
	var err error
	r.ContactID, err = onlyContact(ctx, w, d.ConversationID)
	return r, err
}

// onlyContact returns the conversation's contact where there is one, and
// names them where there are several.
func onlyContact(ctx context.Context, w *work, id api.ID) (api.ID, error) {
	conversation, err := w.client.Conversations.Get(ctx, id, nil)
	if err != nil {
		return "", err
	}
	contacts := conversation.Contacts.Items
	switch len(contacts) {
	case 1:
		return contacts[0].ID, nil
	case 0:
		return "", usagef("conversation %s names no contact: say for whom with --contact-id, --email or --user-id", conversation.ID)
	}
	known := lookUp(ctx, w.client, []api.Conversation{*conversation})
	w.app.meetAll([]api.Conversation{*conversation}, known)
	var list strings.Builder
	for _, contact := range contacts {
		list.WriteString(fmt.Sprintf("\n  --contact-id %s  %s", contact.ID, known.label(contact.ID)))
	}
	return "", usagef("conversation %s has %d contacts: say for whom\n%s", conversation.ID, len(contacts), list.String()[1:])
}

// sent tells of a reply that was posted, and of what was to follow it.
func (a *app) sent(ctx context.Context, w *work, e desk.Entry, conversation *api.Conversation, f replyFlags) error {
	if err := a.followed(ctx, w, e); err != nil {
		return err
	}
	conversation, err := w.answered(ctx, e.ConversationID, conversation, "the reply was posted")
	if err != nil {
		return err
	}
	return a.showReply(w, e, conversation, f.json)
}

// followed says so when what was to follow a reply was not carried out.
func (a *app) followed(ctx context.Context, w *work, reply desk.Entry) error {
	step, err := w.Step(context.WithoutCancel(ctx), reply.Group)
	if err != nil {
		return err
	}
	for _, e := range step {
		if e.ID <= reply.ID || e.State == desk.EntrySent || reply.Kind != desk.ActReply {
			continue
		}
		why := w.Reason(e.ID)
		if why == nil {
			why = ctx.Err()
		}
		id := e.ConversationID
		next := "“" + w.what(e) + "”"
		end := fmt.Sprintf("`parley %s --help` says how to do it now.", e.Kind)
		if e.Kind == desk.ActClose {
			next, end = "a close", fmt.Sprintf("`parley close %s` closes the conversation.", id)
		}
		if e.SettledAt.IsZero() {
			end = answers(e)
		}
		return &problem{
			code: max(exitCode(why), ExitFailed), err: why,
			sentence: joined(" ", "The reply was posted, but not followed by "+next+":", sentenceOf(why), end),
		}
	}
	return nil
}

// showReply prints the part that came of the reply, or everything that
// Intercom said.
func (a *app) showReply(w *work, e desk.Entry, conversation *api.Conversation, asJSON bool) error {
	if asJSON {
		return writeJSON(a.out, conversation.Raw)
	}
	a.mask.Meet(conversation)
	conversation = a.mask.Whole(conversation)
	for i := range conversation.Parts.Items {
		if part := &conversation.Parts.Items[i]; part.ID == e.PartID {
			p := a.page(a.clock(w.client), names{}, 0)
			p.part(part)
			return p.print(a.out)
		}
	}
	a.say("posted to conversation %s, and Intercom's answer does not show the part yet", conversation.ID)
	return nil
}

// newDraft is a draft of this moment.
func (a *app) newDraft(id api.ID, as, text string) desk.Draft {
	return desk.Draft{ConversationID: id, Mode: desk.Mode(as), Text: text, Cursor: len([]rune(text)), UpdatedAt: a.env.Now().Round(time.Millisecond)}
}
