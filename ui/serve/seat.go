package serve

import (
	"context"
	"sync"

	"parley/api"
	"parley/api/desk"
)

// seat is one session's side of an agent's desk: several sessions of one
// agent look at it apart, and one by a read-only key changes nothing.
type seat struct {
	*desk.Desk
	d        *agentDesk
	readOnly bool
	note     func(Record) // writes to the audit log
	leave    func()
	hidden   bool // guarded by d.eyes
}

// eyes counts the sessions of an agent that are looked at.
type eyes struct {
	mu   sync.Mutex
	open int
}

func (d *agentDesk) seat(readOnly bool, note func(Record)) *seat {
	s := &seat{Desk: d.Desk, d: d, readOnly: readOnly, note: note, hidden: true}
	s.leave = sync.OnceFunc(func() { s.Active(false) })
	s.Active(true)
	return s
}

// Active says whether this session is looked at; the desk is, if any is.
func (s *seat) Active(on bool) {
	s.d.eyes.mu.Lock()
	defer s.d.eyes.mu.Unlock()
	if s.hidden != on {
		return
	}
	s.hidden = !on
	if on {
		s.d.eyes.open++
	} else {
		s.d.eyes.open--
	}
	s.Desk.Active(s.d.eyes.open > 0)
}

// Status is the desk's, with what the key allows.
func (s *seat) Status() desk.Status {
	st := s.Desk.Status()
	st.ReadOnly = st.ReadOnly || s.readOnly
	return st
}

// refused is why a read-only key may not change anything.
func (s *seat) refused() error {
	if s.readOnly {
		return desk.ErrReadOnly
	}
	return nil
}

// Send is refused to a read-only key, as everything below.
func (s *seat) Send(ctx context.Context, r desk.Reply) (desk.Entry, error) {
	if err := s.refused(); err != nil {
		return desk.Entry{}, err
	}
	return s.Desk.Send(ctx, r)
}

// Do changes conversations.
func (s *seat) Do(ctx context.Context, a desk.Action) ([]desk.Entry, error) {
	if err := s.refused(); err != nil {
		return nil, err
	}
	return s.Desk.Do(ctx, a)
}

// DoAll changes conversations in several ways.
func (s *seat) DoAll(ctx context.Context, ids []api.ID, changes []desk.ActionChange) ([]desk.Entry, error) {
	if err := s.refused(); err != nil {
		return nil, err
	}
	return s.Desk.DoAll(ctx, ids, changes)
}

// CreateTag makes a tag. It goes out at once and not through the outbox, which
// notes the rest.
func (s *seat) CreateTag(ctx context.Context, name string) (api.Tag, error) {
	if err := s.refused(); err != nil {
		return api.Tag{}, err
	}
	tag, err := s.Desk.CreateTag(ctx, name)
	state := desk.EntrySent
	if err != nil {
		state = desk.EntryFailed
		if api.Kind(err) == api.KindUnknownSent {
			state = desk.EntryUnknown
		}
	}
	s.note(Record{Event: string(state), Kind: "create tag", Tag: string(tag.ID)})
	return tag, err
}

// SaveDraft keeps a text.
func (s *seat) SaveDraft(ctx context.Context, dr desk.Draft) error {
	if err := s.refused(); err != nil {
		return err
	}
	return s.Desk.SaveDraft(ctx, dr)
}

// DropDraft discards a text.
func (s *seat) DropDraft(ctx context.Context, id api.ID, m desk.Mode) error {
	if err := s.refused(); err != nil {
		return err
	}
	return s.Desk.DropDraft(ctx, id, m)
}

// MarkStandup marks the standup.
func (s *seat) MarkStandup(ctx context.Context) (desk.Board, error) {
	if err := s.refused(); err != nil {
		return desk.Board{}, err
	}
	return s.Desk.MarkStandup(ctx)
}

// Seen notes what the agent has read; who only looks on has not read it for
// them.
func (s *seat) Seen(ctx context.Context, id, part api.ID) error {
	if s.readOnly {
		return nil
	}
	return s.Desk.Seen(ctx, id, part)
}

// Undo takes an entry back.
func (s *seat) Undo(ctx context.Context, entry int64) (desk.Entry, error) {
	if err := s.refused(); err != nil {
		return desk.Entry{}, err
	}
	return s.Desk.Undo(ctx, entry)
}

// Resend sends an entry again.
func (s *seat) Resend(ctx context.Context, entry int64) (desk.Entry, error) {
	if err := s.refused(); err != nil {
		return desk.Entry{}, err
	}
	return s.Desk.Resend(ctx, entry)
}

// Keep makes an entry a draft again.
func (s *seat) Keep(ctx context.Context, entry int64) (desk.Entry, error) {
	if err := s.refused(); err != nil {
		return desk.Entry{}, err
	}
	return s.Desk.Keep(ctx, entry)
}

// Discard drops an entry.
func (s *seat) Discard(ctx context.Context, entry int64) (desk.Entry, error) {
	if err := s.refused(); err != nil {
		return desk.Entry{}, err
	}
	return s.Desk.Discard(ctx, entry)
}
