package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"parley/api"
	"parley/api/store"
)

// SaveDraft keeps a draft; it is on the disk when it returns. One without
// text and attachments is discarded. Text that another program, or the outbox,
// put there since this desk read or saved the draft is not overwritten: it
// stays before the new one, and DraftJoined tells of it. A late save of text that was confirmed
// meanwhile is left out: that text is in the outbox.
func (d *Desk) SaveDraft(ctx context.Context, dr Draft) error {
	if strings.TrimSpace(dr.Text) == "" && len(dr.Attachments) == 0 && len(dr.AttachmentURLs) == 0 {
		return d.dropOwn(ctx, dr)
	}
	if dr.UpdatedAt.IsZero() {
		dr.UpdatedAt = d.now()
	}
	for _, e := range d.Status().Outbox {
		if e.ConversationID == dr.ConversationID && e.Mode == dr.Mode && e.Text == dr.Text && !dr.UpdatedAt.After(e.CreatedAt) {
			return nil
		}
	}
	var beside string
	var fresh bool
	row := store.Draft{ConversationID: dr.ConversationID, Mode: string(dr.Mode), UpdatedAt: dr.UpdatedAt}
	err := d.store.MergeDraft(ctx, row, func(stored []byte) ([]byte, error) {
		var there Draft
		if stored != nil && json.Unmarshal(stored, &there) != nil {
			there = Draft{} // it cannot be read, and so not be kept
		}
		if beside, fresh = d.known.beside(dr, there.Text); beside == "" {
			return json.Marshal(dr)
		}
		there.Text = beside
		joined := joinDrafts(there, encode(dr))
		joined.ConversationID, joined.Mode, joined.ContactID, joined.UpdatedAt = dr.ConversationID, dr.Mode, dr.ContactID, dr.UpdatedAt
		return json.Marshal(joined)
	})
	if err = d.disk(err); err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	if fresh {
		d.watch.announce(DraftJoined{ID: dr.ConversationID, Mode: dr.Mode, Text: beside})
	}
	d.draftsChanged(ctx, dr.ConversationID)
	return nil
}

// Draft returns the draft of a conversation and mode, false when there is
// none.
func (d *Desk) Draft(ctx context.Context, id api.ID, m Mode) (Draft, bool, error) {
	row, ok, err := d.store.Draft(ctx, id, string(m))
	if d.disk(err) != nil || !ok {
		return Draft{}, false, err
	}
	dr, err := decodeDraft(row)
	if err == nil {
		d.known.seen(dr)
	}
	return dr, err == nil, err
}

// Drafts returns all drafts, newest first.
func (d *Desk) Drafts(ctx context.Context) ([]Draft, error) {
	rows, err := d.store.Drafts(ctx)
	if d.disk(err) != nil {
		return nil, err
	}
	out := make([]Draft, 0, len(rows))
	for _, row := range rows {
		dr, err := decodeDraft(row)
		if err != nil {
			return nil, err
		}
		out = append(out, dr)
	}
	d.known.seen(out...)
	return out, nil
}

// dropOwn discards a draft whose text was deleted, unless there is text on the
// disk that who deleted it has not seen.
func (d *Desk) dropOwn(ctx context.Context, dr Draft) error {
	row, ok, err := d.store.Draft(ctx, dr.ConversationID, string(dr.Mode))
	if d.disk(err) != nil || !ok {
		return err
	}
	there, err := decodeDraft(row)
	if err != nil {
		return err
	}
	if beside, fresh := d.known.beside(dr, there.Text); beside != "" {
		if fresh {
			d.watch.announce(DraftJoined{ID: dr.ConversationID, Mode: dr.Mode, Text: beside})
		}
		return nil
	}
	return d.DropDraft(ctx, dr.ConversationID, dr.Mode)
}

// DropDraft discards a draft.
func (d *Desk) DropDraft(ctx context.Context, id api.ID, m Mode) error {
	if err := d.disk(d.store.DeleteDraft(ctx, id, string(m))); err != nil {
		return err
	}
	d.draftsChanged(ctx, id)
	return nil
}

func (d *Desk) draftsChanged(ctx context.Context, id api.ID) {
	events := []Event{DraftsChanged{ID: id}}
	if d.refreshDrafts(ctx) {
		events = append(events, StatusChanged{}, ListChanged{})
	}
	d.watch.announce(events...)
}

// refreshDrafts counts the drafts; it reports whether there are more or
// fewer.
func (d *Desk) refreshDrafts(ctx context.Context) bool {
	d.reading.Lock() // as readOutbox
	defer d.reading.Unlock()
	n, err := d.store.CountDrafts(context.WithoutCancel(ctx))
	if d.disk(err) != nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	changed := d.s.drafts != n
	d.s.drafts = n
	return changed
}

// draftModes says in which conversations text is waiting.
func (d *Desk) draftModes(ctx context.Context) (map[api.ID][]Mode, error) {
	keys, err := d.store.DraftKeys(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[api.ID][]Mode, len(keys))
	for _, k := range keys {
		out[k.ConversationID] = append(out[k.ConversationID], Mode(k.Mode))
	}
	return out, nil
}

func decodeDraft(row store.Draft) (Draft, error) {
	var dr Draft
	if err := json.Unmarshal(row.Body, &dr); err != nil {
		return Draft{}, fmt.Errorf("read draft of conversation %s: %w", row.ConversationID, err)
	}
	dr.ConversationID, dr.Mode, dr.UpdatedAt = row.ConversationID, Mode(row.Mode), row.UpdatedAt
	return dr, nil
}

// joinDrafts makes one draft of text that comes back and text that was begun
// meanwhile: nothing typed is ever lost.
func joinDrafts(back Draft, live []byte) Draft {
	var later Draft
	if live == nil || json.Unmarshal(live, &later) != nil {
		return back
	}
	switch {
	case later.Text == back.Text || strings.TrimSpace(later.Text) == "":
	case strings.TrimSpace(back.Text) == "":
		back.Text, back.Cursor = later.Text, later.Cursor
	default:
		text := back.Text + "\n\n"
		back.Cursor = len([]rune(text)) + later.Cursor
		back.Text = text + later.Text
	}
	for _, f := range later.Attachments {
		if !slices.ContainsFunc(back.Attachments, func(have File) bool { return have.Path == f.Path }) {
			back.Attachments = append(back.Attachments, f)
		}
	}
	for _, u := range later.AttachmentURLs {
		if !slices.Contains(back.AttachmentURLs, u) {
			back.AttachmentURLs = append(back.AttachmentURLs, u)
		}
	}
	return back
}
