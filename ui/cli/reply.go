package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"parley/api"
	"parley/ui/richtext"
)

// reply reads the text, keeps it, sends it and shows what came back.
func (a *app) reply(ctx context.Context, id api.ID, f replyFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	c, err := a.writer(ctx)
	if err != nil {
		return err
	}
	kept, err := a.replyText(ctx, id, f)
	if err != nil {
		return err
	}
	conversation, r, err := a.send(ctx, c, id, f, kept.text)
	unseen, posted := errors.AsType[*doneButUnseen](err)
	if err != nil && !posted {
		return keptProblem(err, id, kept, f.again(id))
	}
	if err := kept.done(); err != nil {
		a.say("%s", err)
	}
	if posted {
		return unseen
	}
	if id == "last" {
		a.say("Intercom took \"last\" for conversation %s", conversation.ID)
	}
	if f.close {
		if conversation, err = a.closeAfter(ctx, c, conversation, r.AdminID); err != nil {
			return err
		}
	}
	return a.showReply(conversation, c, r, f.json)
}

// keptProblem tells what became of the reply and where its text is.
func keptProblem(err error, id api.ID, kept keptText, again string) error {
	sentence := sentenceOf(err)
	if api.Kind(err) == api.KindUnknownSent {
		sentence += fmt.Sprintf(" `parley show %s` shows whether the reply is there.", id)
	}
	return &problem{code: exitCode(err), sentence: sentence + "\n" + kept.where(again), err: err}
}

// send completes the reply and posts it, once. The conversation that comes
// back is Intercom's answer, fetched anew where the answer was cut.
func (a *app) send(ctx context.Context, c *api.Client, id api.ID, f replyFlags, text string) (*api.Conversation, api.Reply, error) {
	r := api.Reply{As: replyModes[f.as], Body: text, AttachmentURLs: f.attachURL}
	if !f.html {
		r.Body = richtext.ToHTML(text)
	}
	var err error
	if r.AttachmentFiles, err = a.readAttachments(f.attach); err != nil {
		return nil, r, err
	}
	if r.As != api.AsContact || f.close {
		if r.AdminID, err = a.admin(ctx, c); err != nil {
			return nil, r, err
		}
	}
	if r.As == api.AsContact {
		r.IntercomUserID, r.Email, r.UserID = api.ID(f.contactID), f.email, f.userID
		if f.contactID == "" && f.email == "" && f.userID == "" {
			if r.IntercomUserID, err = onlyContact(ctx, c, id); err != nil {
				return nil, r, err
			}
		}
	}
	conversation, err := c.Conversations.Reply(ctx, id, r)
	conversation, err = settled(ctx, c, id, conversation, err, "the reply was posted")
	return conversation, r, err
}

// admin returns the teammate who acts: the one that was named, or whom the
// token belongs to.
func (a *app) admin(ctx context.Context, c *api.Client) (api.ID, error) {
	if a.cfg.AdminID != "" {
		return api.ID(a.cfg.AdminID), nil
	}
	me, err := c.Me.Get(ctx)
	if err != nil {
		return "", err
	}
	return me.ID, nil
}

// onlyContact returns the conversation's contact where there is one, and
// names them where there are several.
func onlyContact(ctx context.Context, c *api.Client, id api.ID) (api.ID, error) {
	conversation, err := c.Conversations.Get(ctx, id, nil)
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
	known := lookUp(ctx, c, []api.Conversation{*conversation})
	var list strings.Builder
	for _, contact := range contacts {
		list.WriteString(fmt.Sprintf("\n  --contact-id %s  %s", contact.ID, known.label(contact.ID)))
	}
	return "", usagef("conversation %s has %d contacts: say for whom\n%s", conversation.ID, len(contacts), list.String()[1:])
}

// settled returns the answer to a change. Where Intercom made the change and
// its answer was cut, the conversation is read anew.
func settled(ctx context.Context, c *api.Client, id api.ID, conversation *api.Conversation, err error, done string) (*api.Conversation, error) {
	if errors.Is(err, api.ErrPostedNoBody) {
		return refetch(ctx, c, id, done)
	}
	return conversation, err
}

// refetch reads a conversation after a change. What was done is done,
// whatever comes of reading it.
func refetch(ctx context.Context, c *api.Client, id api.ID, done string) (*api.Conversation, error) {
	conversation, err := c.Conversations.Get(ctx, id, nil)
	if err != nil {
		return nil, &doneButUnseen{done: done, err: err}
	}
	return conversation, nil
}

// closeAfter closes the conversation that was replied to.
func (a *app) closeAfter(ctx context.Context, c *api.Client, conversation *api.Conversation, admin api.ID) (*api.Conversation, error) {
	closed, err := c.Conversations.Close(ctx, conversation.ID, api.CloseRequest{AdminID: admin})
	closed, err = settled(ctx, c, conversation.ID, closed, err, "the conversation was closed")
	if err != nil {
		return nil, &problem{
			code:     exitCode(err),
			sentence: fmt.Sprintf("The reply was posted, but not followed by a close: %s `parley close %s` closes the conversation.", sentenceOf(err), conversation.ID),
			err:      err,
		}
	}
	return closed, nil
}

// showReply prints the part that came of the reply, or everything that
// Intercom said.
func (a *app) showReply(conversation *api.Conversation, c *api.Client, r api.Reply, asJSON bool) error {
	if asJSON {
		return writeJSON(a.out, conversation.Raw)
	}
	part := postedPart(conversation, r)
	if part == nil {
		a.say("posted to conversation %s, and Intercom's answer does not show the part yet", conversation.ID)
		return nil
	}
	p := a.page(a.clock(c), names{}, 0)
	p.part(part)
	return p.print(a.out)
}

// postedPart finds the part that came of the reply: the newest of its author
// and kind, because a bot may have added parts after it.
func postedPart(conversation *api.Conversation, r api.Reply) *api.Part {
	parts := conversation.Parts.Items
	for i := len(parts) - 1; i >= 0; i-- {
		p := &parts[i]
		if !p.Message() || p.Internal() != (r.As == api.AsNote) {
			continue
		}
		if r.As == api.AsContact && p.Author.Contact() || r.As != api.AsContact && p.Author.ID == r.AdminID {
			return p
		}
	}
	return nil
}
