package store_test

import (
	"fmt"
	"slices"
	"testing"

	"parley/api"
	"parley/api/store"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	st, err := store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() }) // nothing more is asked of it
	for _, raw := range []string{
		`{"id":"1","source":{"author":{"type":"user","id":"c1","name":"Ada Obi","email":"Ada@x.example"}},"contacts":{"contacts":[{"id":"c1"}]},"updated_at":1700000000,"company":{"name":"Kiln & Co","id":"k"}}`,
		`{"id":"2","source":{"author":{"type":"user","id":"c2"}},"contacts":{"contacts":[{"id":"c2"}]},"updated_at":1700000000}`,
	} {
		c, err := api.DecodeConversation([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.Put(t.Context(), store.FromRead, func(string) string { return "" }, c); err != nil {
			t.Fatal(err)
		}
	}
	contact, err := api.DecodeContact([]byte(`{"id":"c2","name":"Li \"Lee\" Wei","email":"li@x.example","phone":"+4420","external_id":"cust-9"}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.PutContact(t.Context(), contact); err != nil {
		t.Fatal(err)
	}
	got, err := st.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []store.Person{
		{Name: "Ada Obi", Email: "ada@x.example"},
		{Name: `Li "Lee" Wei`, Email: "li@x.example", Phone: "+4420", ExternalID: "cust-9"},
		{Name: "Kiln & Co", Company: true},
	} {
		if !slices.Contains(got, want) {
			t.Errorf("People() = %+v, without %+v", got, want)
		}
	}
}

func TestKeepMetaKeepsTheFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range 3 {
		st, err := store.Open(t.Context(), store.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		got, err := st.KeepMeta(t.Context(), "a key", fmt.Append(nil, i))
		if err != nil || string(got) != "0" {
			t.Errorf("KeepMeta = %q, %v", got, err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkPeople reads who is known of 10,000 conversations.
func BenchmarkPeople(b *testing.B) {
	st, err := store.Open(b.Context(), store.Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	var batch []*api.Conversation
	for i := range 10_000 {
		c, err := api.DecodeConversation(fmt.Appendf(nil, `{"id":"%d","source":{"author":{"type":"user","id":"c%d","name":"Contact %d","email":"c%d@x.example"}},"contacts":{"contacts":[{"id":"c%d"}]},"updated_at":1700000000}`, i, i, i, i, i))
		if err != nil {
			b.Fatal(err)
		}
		batch = append(batch, c)
	}
	if _, err := st.Put(b.Context(), store.FromRead, func(string) string { return "" }, batch...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := st.People(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
