package cli

import (
	"context"
	"errors"
	"fmt"

	"parley/api"
	"parley/api/desk"
)

// settle waits for what an interrupt found under way, and returns what is
// known of the entry then. The error is nil where it was carried out.
func (w *work) settle(ctx context.Context, e desk.Entry, c *api.Conversation, err error) (desk.Entry, *api.Conversation, error) {
	if e.ID == 0 || !e.SettledAt.IsZero() || ctx.Err() == nil {
		return e, c, err
	}
	w.land()
	ctx = context.WithoutCancel(ctx)
	now, readErr := w.Entry(ctx, e.ID)
	if readErr != nil {
		return e, c, err
	}
	if now.State == desk.EntrySent {
		t, openErr := w.Open(ctx, e.ConversationID)
		if openErr == nil {
			c = t.Conversation
		}
		return now, c, nil
	}
	if why := w.Reason(e.ID); why != nil {
		err = why
	}
	return now, c, err
}

// answered returns the conversation after a change that was made. Where
// Intercom's answer was cut, it is read anew.
func (w *work) answered(ctx context.Context, id api.ID, c *api.Conversation, done string) (*api.Conversation, error) {
	if c != nil {
		return c, nil
	}
	return refetch(ctx, w.client, id, done)
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

// open says what became of an entry that is not settled, and what can be
// done. The error is why it is not.
func openEntry(e desk.Entry, err error) error {
	code, sentence := exitCode(err), sentenceOf(err)
	switch {
	case e.State == desk.EntryUnknown || e.State == desk.EntrySending:
		code = ExitUnknownSent
		if api.Kind(err) != api.KindUnknownSent {
			sentence = "It is not known whether this reached Intercom."
		}
		sentence += fmt.Sprintf(" `parley show %s` shows whether it is there.", e.ConversationID)
	case e.State == desk.EntryHeld:
		code, sentence = ExitFailed, e.Error
	case e.State == desk.EntryQueued && e.Error != "" && sentence == "":
		sentence = e.Error
	}
	return &problem{code: code, sentence: sentence + "\n" + answers(e), err: err}
}

// answers names the commands that decide about an entry.
func answers(e desk.Entry) string {
	first := "looks again, and sends it if it is not there"
	if e.State == desk.EntryHeld || e.State == desk.EntryQueued {
		first = "sends it"
	}
	words := fmt.Sprintf("It is entry %d of the outbox: `parley outbox retry %d` %s, ", e.ID, e.ID, first)
	if e.Kind == desk.ActReply {
		words += fmt.Sprintf("`parley outbox keep %d` makes it a draft, ", e.ID)
	}
	return words + fmt.Sprintf("`parley outbox discard %d` gives it up.", e.ID)
}

// blockedProblem says which entry is in the way, nil when none is.
func blockedProblem(err error) *problem {
	b, ok := errors.AsType[*desk.BlockedError](err)
	if !ok {
		return nil
	}
	return &problem{
		code: ExitFailed, err: err,
		sentence: fmt.Sprintf("Nothing was sent: something older is in the outbox of conversation %s, and comes first.\n%s",
			b.Entry.ConversationID, answers(b.Entry)),
	}
}
