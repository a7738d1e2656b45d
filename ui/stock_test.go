package ui_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
	"parley/ui"
	"parley/ui/richtext"
	"parley/ui/term"
	"parley/ui/theme"
	"parley/ui/uitest"
)

// stock is what a desk holds: conversations, newest first, of which some have
// many parts.
type stock struct {
	dir     string // "" keeps it in memory
	n       int
	parts   map[int]int        // by conversation
	foreign bool               // emoji and CJK in every name, subject and body
	body    func(k int) string // of part k; nil is an ordinary one
}

// offline is a desk over what is held, which asks nobody.
type offline struct{ *desk.Desk }

func (offline) Fetch(context.Context, api.ID) (desk.Thread, error) {
	return desk.Thread{}, context.Canceled
}
func (offline) Refresh(context.Context, string) error { return nil }
func (offline) More(context.Context, string) error    { return nil }

// silent announces nothing.
type silent struct{}

func (silent) Next(context.Context) ([]desk.Event, error) { return nil, desk.ErrClosed }

// fill stores the conversations.
func (s stock) fill(t testing.TB) offline {
	t.Helper()
	clock := func() time.Time { return start }
	st, err := store.Open(t.Context(), store.Options{Dir: s.dir, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	me, err := json.Marshal(desk.Identity{Known: true, Admin: api.Admin{ID: "41", Name: "Ana Sousa"}, App: api.App{Name: "acme"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.SetMeta(t.Context(), "identity", me); err != nil {
		t.Fatal(err)
	}
	batch := make([]*api.Conversation, 0, 500)
	for i := range s.n {
		c, err := api.DecodeConversation(s.conversation(t, i))
		if err != nil {
			t.Fatal(err)
		}
		batch = append(batch, c)
		if len(batch) == cap(batch) || i == s.n-1 {
			if _, err := st.Put(t.Context(), store.FromRead, plain, batch...); err != nil {
				t.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	return s.desk(t, st)
}

func (s stock) desk(t testing.TB, st *store.Store) offline {
	t.Helper()
	client, err := api.New("token", api.WithBaseURL("http://127.0.0.1:9"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(desk.Options{Client: client, Store: st, Now: func() time.Time { return start }, PlainText: plain})
	if err != nil {
		t.Fatal(err)
	}
	return offline{d}
}

func plain(html string) string { return richtext.Parse(html).Text() }

// screen is a screen over a desk, with a clock that stands still.
func screen(t testing.TB, d ui.Desk) (*ui.Model, *uitest.Clock) {
	clock := uitest.NewClock(start)
	return ui.New(t.Context(), ui.Options{
		Desk: d, Events: silent{}, Theme: theme.Default(), Host: term.Host{}, Now: clock.Now, Tick: clock.Tick,
	}), clock
}

type object = map[string]any

// conversation is what Intercom says of conversation i.
func (s stock) conversation(t testing.TB, i int) []byte {
	t.Helper()
	at := start.Add(-time.Duration(i)*7*time.Minute - 60*24*time.Hour)
	contact := object{"type": "user", "id": fmt.Sprintf("c%d", i), "name": s.name(i), "email": fmt.Sprintf("contact%d@example.com", i)}
	parts := []object{}
	for k := range max(s.parts[i], 2) {
		by, kind := contact, "comment"
		switch k % 5 {
		case 1, 3:
			by = object{"type": "admin", "id": "41", "name": "Ana Sousa"}
		case 4:
			by, kind = object{"type": "admin", "id": "41", "name": "Ana Sousa"}, "note"
		}
		body := "<p>Thank you, that is all.</p>"
		switch {
		case s.parts[i] > 2 && s.body != nil:
			body = s.body(k)
		case s.parts[i] > 2:
			body = s.text(k)
		}
		seconds := at.Unix() + int64(k)*300
		parts = append(parts, object{
			"type": "conversation_part", "id": fmt.Sprintf("%d", 1_000_000+1000*i+k), "part_type": kind, "body": body, "author": by,
			"created_at": seconds, "updated_at": seconds,
		})
	}
	priority, since := "not_priority", any(at.Unix())
	if i%7 == 3 {
		priority = "priority"
	}
	if i%3 == 1 {
		since = nil
	}
	raw, err := json.Marshal(object{
		"type": "conversation", "id": fmt.Sprintf("%d", 500_000+i), "created_at": at.Unix(), "updated_at": at.Unix(),
		"waiting_since": since, "state": "open", "open": true, "read": i%4 != 0, "priority": priority, "admin_assignee_id": "41",
		"title": s.subject(i),
		"source": object{
			"type": "email", "id": fmt.Sprintf("s%d", i), "delivered_as": "customer_initiated", "author": contact,
			"subject": s.subject(i), "body": "<p>Hello, my parcel has not moved since Monday.</p>",
		},
		"contacts":           object{"type": "contact.list", "contacts": []object{{"type": "contact", "id": contact["id"]}}},
		"statistics":         object{"type": "conversation_statistics", "count_conversation_parts": len(parts), "time_to_admin_reply": 420 + i},
		"conversation_parts": object{"type": "conversation_part.list", "conversation_parts": parts, "total_count": len(parts)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (s stock) name(i int) string {
	if s.foreign {
		return []string{"王小明 🙂", "Ana 👨‍👩‍👧‍👦 Ramos", "山田太郎 ❤️", "Łukasz 👍🏿", "김민준"}[i%5]
	}
	return []string{"Ada Obi", "Li Wei", "Jonas Lindqvist", "Priya Raman", "Siobhan O'Neill"}[i%5] + fmt.Sprintf(" %d", i)
}

func (s stock) subject(i int) string {
	if s.foreign {
		return fmt.Sprintf("登录失败 %d 🔥 订单还没有到", i)
	}
	return fmt.Sprintf("Refund for order %d, charged twice", 4000+i)
}

// text is the body of part k, as people write: a few short paragraphs, some
// with a list, a link or an answer in between.
func (s stock) text(k int) string {
	words := []string{
		"Hello Ana,", "thanks for the quick answer.", "The parcel was handed over on Monday and has not moved since, although the page says otherwise.",
		"Could you ask them where it is? I am at home until four.", "It was two lamps and the small herb kit, all in one box.", "Kind regards",
	}
	if s.foreign {
		words = []string{
			"你好 Ana 👋", "谢谢您的快速回复。", "包裹星期一已经交给快递公司，之后就没有任何更新，但是页面上写的是“配達済み”。🙂",
			"可以帮我问一下吗？我在家等到四点。👍🏿", "一共两盏灯和一套香草 🌿，都在一个箱子里。", "祝好 ❤️",
		}
	}
	p := func(i int) string { return "<p>" + words[i%len(words)] + "</p>" }
	extra := ""
	switch k % 4 {
	case 1:
		extra = "<ul><li>order <b>4411</b></li><li>" + words[4] + "</li></ul>"
	case 2:
		extra = `<p>See <a href="https://example.com/track/4411">the page</a>.</p>`
	case 3:
		extra = "<blockquote>" + words[3] + "</blockquote>" + p(k)
	}
	return fmt.Sprintf("<p>Number %d.</p>", k) + p(0) + p(1+k%2) + p(2+k%3) + extra + p(5)
}

// dense is a body of some 2 kB, nearly all of it full lines.
func dense(n int) string {
	words := "The parcel was handed over on Monday and has not moved since, although the page says otherwise. "
	return fmt.Sprintf("<p>Number %d.</p><p>%s</p><ul><li>first <b>point</b></li>"+
		`<li>second point with a <a href="https://example.com/a/b">link</a></li></ul><p>%s</p><blockquote>%s</blockquote>`,
		n, strings.Repeat(words, 5), strings.Repeat(words, 10), strings.Repeat(words, 3))
}
