package store

import (
	"fmt"
	"slices"
	"testing"
)

// put stores a conversation with that subject.
func (s *Store) putSubject(t *testing.T, id, updated int, state, subject string) {
	t.Helper()
	raw := fmt.Sprintf(`{"id":"%d","created_at":%d,"updated_at":%d,"state":%q,"admin_assignee_id":%d,
		"source":{"type":"email","subject":%q,"body":"<p>x</p>","author":{"type":"user","id":"c%d","name":"Contact %d"}}}`,
		id, id, updated, state, 40+id%2, subject, id, id)
	if _, err := s.Put(t.Context(), FromRead, words, conversation(t, raw)); err != nil {
		t.Fatal(err)
	}
}

// A filter finds in memory what a query would find, also after somebody, in
// this or another program, changed what rows show.
func TestFilter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, other := open(t, Options{Dir: dir}), open(t, Options{Dir: dir})
	for i := range 20 {
		s.putSubject(t, i, 1000+i, []string{"open", "closed"}[i%2], fmt.Sprintf("Order %d", i))
	}
	hay := func(not bool, values ...string) Cond { return Cond{Field: FieldHay, Not: not, Values: values} }
	open := Cond{Field: FieldState, Values: []string{"open"}}
	check := func(conds ...Cond) {
		t.Helper()
		for _, sel := range []Select{{Where: conds}, {Where: conds, Order: OrderWaiting}, {Where: conds, Limit: 3, Offset: 1}, {Where: conds, Offset: 100}} {
			got, err := s.IDs(t.Context(), sel)
			if err != nil {
				t.Fatal(err)
			}
			w, args, err := where(conds)
			if err != nil {
				t.Fatal(err)
			}
			order, limit := sel.Order, sel.Limit
			if order == "" {
				order = OrderUpdated
			}
			if limit == 0 {
				limit = -1
			}
			want, err := read(t.Context(), s.cache, scanID, `SELECT c.id FROM conversations c WHERE `+w+` ORDER BY `+string(order)+` LIMIT ? OFFSET ?`,
				append(args, limit, sel.Offset)...)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%+v: %v, want %v, %v", sel, got, want, err)
			}
		}
	}
	everything := func() {
		t.Helper()
		check(hay(false, "order 1"))
		check(hay(false, "order 1"), open)
		check(hay(true, "order 1"), open)
		check(hay(false, "order 1"), hay(false, "contact 12", "contact 14"))
		check(hay(false, "changed"), open)
		check(hay(false, "nothing"), Cond{Field: FieldAssignee, Values: []string{"41"}})
		check(hay(false, "order"), Cond{Field: FieldAssignee, Values: []string{"41"}})
	}
	everything()
	s.putSubject(t, 4, 2000, "open", "Changed order 4")
	everything()
	other.putSubject(t, 6, 2001, "open", "Changed outside")
	everything()
	got, err := s.IDs(t.Context(), Select{Where: []Cond{hay(false, "changed"), open}})
	if err != nil || fmt.Sprint(got) != "[6 4]" {
		t.Errorf("changed: %v, %v", got, err)
	}
}
