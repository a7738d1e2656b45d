package desk_test

import (
	"context"
	"testing"
	"time"

	"parley/api/desk"
)

// joined returns the texts of which a desk told that they stand beside its
// own.
func joined(t *testing.T, sub *desk.Subscription) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var out []string
	events, err := sub.Next(ctx)
	if err != nil {
		return nil
	}
	for _, e := range events {
		if j, ok := e.(desk.DraftJoined); ok {
			out = append(out, j.Text)
		}
	}
	return out
}

// A composer does not overwrite what another program put into its draft.
func TestDraftChangedUnderneath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := newRig(t, rigOptions{dir: dir}), newRig(t, rigOptions{dir: dir})
	defer a.stop()
	defer b.stop()
	ctx := t.Context()
	save := func(r *rig, text string) {
		t.Helper()
		if err := r.SaveDraft(ctx, desk.Draft{ConversationID: "7", Mode: desk.ModeAdmin, Text: text, Cursor: len(text)}); err != nil {
			t.Fatal(err)
		}
	}
	kept := func(want string) {
		t.Helper()
		ds, err := newestDrafts(ctx, t, dir)
		if err != nil || len(ds) != 1 || ds[0].Text != want {
			t.Errorf("kept %+v, want %q, %v", ds, want, err)
		}
	}
	sub := a.Subscribe()
	defer sub.Close()
	save(a, "Hello")
	save(a, "Hello Ad")
	if got := joined(t, sub); got != nil {
		t.Errorf("its own text stands beside it: %q", got)
	}
	if _, err := b.AddDraft(ctx, desk.Draft{ConversationID: "7", Mode: desk.ModeAdmin, Text: "Refused."}); err != nil {
		t.Fatal(err)
	}
	kept("Hello Ad\n\nRefused.")
	save(a, "Hello Ada")
	kept("Refused.\n\nHello Ada")
	if got := joined(t, sub); len(got) != 1 || got[0] != "Refused." {
		t.Errorf("told of %q", got)
	}
	save(a, "Hello Ada,") // the composer has not taken it in yet
	kept("Refused.\n\nHello Ada,")
	save(a, "")
	kept("Refused.\n\nHello Ada,")
	save(a, "Refused.\n\nHello Ada, again") // now it has
	kept("Refused.\n\nHello Ada, again")
	save(a, "Only this") // and what the agent deletes is gone
	kept("Only this")
	if got := joined(t, sub); got != nil {
		t.Errorf("told again of %q", got)
	}
	if err := b.DropDraft(ctx, "7", desk.ModeAdmin); err != nil {
		t.Fatal(err)
	}
	save(a, "Only this one")
	kept("Only this one")
	save(a, "")
	if ds, err := newestDrafts(ctx, t, dir); err != nil || len(ds) != 0 {
		t.Errorf("what was deleted is kept: %+v, %v", ds, err)
	}
}

// newestDrafts reads the drafts as a program does that starts now.
func newestDrafts(ctx context.Context, t *testing.T, dir string) ([]desk.Draft, error) {
	t.Helper()
	r := newRig(t, rigOptions{dir: dir})
	defer r.stop()
	return r.Drafts(ctx)
}
