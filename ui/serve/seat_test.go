package serve

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/ui"
)

// methods is what each method of the screen's desk does. One that is new has
// to be put in its place here.
var methods = map[string]string{
	"Status": "reads", "Directory": "reads", "Views": "reads", "UndoWindow": "reads", "List": "reads", "Refresh": "reads",
	"More": "reads", "Open": "reads", "Fetch": "reads", "Search": "reads", "SearchIntercom": "reads", "Drafts": "reads",
	"Earlier": "reads", "Board": "reads", "ReadBoard": "reads", "Companies": "reads", "People": "reads",
	"Focus": "reads", "Active": "reads", "Typing": "reads", // they say where the agent looks
	"Seen": "keeps", "SaveDraft": "keeps", "DropDraft": "keeps", "MarkStandup": "keeps", // in the agent's own store
	"Do": "writes", "DoAll": "writes", "CreateTag": "writes", "Send": "writes", "Undo": "writes", "Resend": "writes",
	"Keep": "writes", "Discard": "writes", // to Intercom, or decides what is written there
}

// A read-only key gets to nothing that writes or keeps: the seat has no desk
// behind it that could do it.
func TestReadOnlySeat(t *testing.T) {
	t.Parallel()
	s := &seat{readOnly: true, note: func(r Record) { t.Errorf("noted %+v", r) }}
	for m := range reflect.TypeFor[ui.Desk]().Methods() {
		switch methods[m.Name] {
		case "reads":
			continue
		case "":
			t.Errorf("nobody has said what %s does", m.Name)
			continue
		}
		args := []reflect.Value{reflect.ValueOf(t.Context())}
		for i := 1; i < m.Type.NumIn(); i++ {
			args = append(args, reflect.Zero(m.Type.In(i)))
		}
		out := reflect.ValueOf(s).MethodByName(m.Name).Call(args)
		err, _ := reflect.TypeAssert[error](out[len(out)-1])
		if m.Name == "Seen" {
			if err != nil {
				t.Errorf("Seen: %v; looking is allowed", err)
			}
		} else if !errors.Is(err, desk.ErrReadOnly) {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

// seatRig is a seat of the first teammate and a conversation.
type seatRig struct {
	*rig
	*seat
	id api.ID
}

func (r *seatRig) reply(ctx context.Context, text string, undo time.Duration) (desk.Entry, error) {
	return r.Send(ctx, desk.Reply{
		Draft: desk.Draft{ConversationID: r.id, Mode: desk.ModeNote, Text: text}, HTML: "<p>" + text + "</p>", Undo: undo, Unguarded: true,
	})
}

// asking is an entry of unknown fate that asks what to do with it.
func (r *seatRig) asking(ctx context.Context, text string) (desk.Entry, error) {
	faults, err := sandbox.ParseFaults("reply:500")
	if err != nil {
		return desk.Entry{}, err
	}
	r.sandbox.SetFaults(faults...)
	defer r.sandbox.SetFaults()
	e, err := r.reply(ctx, text, 0)
	r.settles("the question", func() bool {
		for _, have := range r.seat.Status().Outbox {
			if have.ID == e.ID && have.Asking {
				return true
			}
		}
		return false
	}, r.audit.String)
	return e, err
}

// Everything that writes leaves a line with who, what and where.
func TestEverythingAudited(t *testing.T) {
	t.Parallel()
	first := fmt.Sprint(sandbox.FirstTeammate)
	shut := desk.ActionChange{Kind: desk.ActClose}
	done := map[string]struct {
		do   func(ctx context.Context, r *seatRig) error
		want Record
	}{
		"Do": {func(ctx context.Context, r *seatRig) error {
			_, err := r.Do(ctx, desk.Action{IDs: []api.ID{r.id}, ActionChange: shut})
			return err
		}, Record{Event: "sent", Kind: "close"}},
		"DoAll": {func(ctx context.Context, r *seatRig) error {
			_, err := r.DoAll(ctx, []api.ID{r.id}, []desk.ActionChange{shut, {Kind: desk.ActUnread}})
			return err
		}, Record{Event: "sent", Kind: "unread"}},
		"CreateTag": {func(ctx context.Context, r *seatRig) error {
			_, err := r.CreateTag(ctx, "brand new")
			return err
		}, Record{Event: "sent", Kind: "create tag"}},
		"Send": {func(ctx context.Context, r *seatRig) error {
			_, err := r.reply(ctx, "one", 0)
			return err
		}, Record{Event: "sent", Kind: "reply as note"}},
		"Undo": {func(ctx context.Context, r *seatRig) error {
			e, err := r.reply(ctx, "two", time.Minute)
			if err == nil {
				_, err = r.Undo(ctx, e.ID)
			}
			return err
		}, Record{Event: "undone", Kind: "reply as note"}},
		"Resend": {func(ctx context.Context, r *seatRig) error {
			e, err := r.asking(ctx, "three")
			if err == nil {
				_, err = r.Resend(ctx, e.ID)
			}
			return err
		}, Record{Event: "sent", Kind: "reply as note"}},
		"Keep": {func(ctx context.Context, r *seatRig) error {
			e, err := r.asking(ctx, "four")
			if err == nil {
				_, err = r.Keep(ctx, e.ID)
			}
			return err
		}, Record{Event: "dropped", Kind: "reply as note"}},
		"Discard": {func(ctx context.Context, r *seatRig) error {
			e, err := r.asking(ctx, "five")
			if err == nil {
				_, err = r.Discard(ctx, e.ID)
			}
			return err
		}, Record{Event: "dropped", Kind: "reply as note"}},
	}
	for m := range reflect.TypeFor[ui.Desk]().Methods() {
		if methods[m.Name] != "writes" {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			tt, ok := done[m.Name]
			if !ok {
				t.Fatal("nobody has said what it leaves in the audit log")
			}
			rig := newRig(t, rigOptions{teammates: 1})
			d, err := rig.server.office.open(t.Context(), api.ID(first))
			if err != nil {
				t.Fatal(err)
			}
			defer rig.server.office.release(d)
			s := d.seat(false, func(r Record) {
				r.Admin = first
				rig.server.o.Audit.Write(r)
			})
			defer s.leave()
			if err := tt.do(t.Context(), &seatRig{rig, s, rig.conversations(1)[0]}); err != nil {
				t.Fatal(err)
			}
			rec := rig.wait("the line", func(r Record) bool { return r.Event == tt.want.Event && r.Kind == tt.want.Kind })
			if rec.Admin != first || rec.Conversation == "" && rec.Tag == "" {
				t.Errorf("%+v", rec)
			}
		})
	}
}
