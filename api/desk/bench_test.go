package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
	"parley/api/store"
)

// The size of the store that the budgets speak of.
const (
	benchConversations = 10_000
	benchParts         = 20 // of each
	benchLongThread    = 500
)

// bench is a filled store, made once per run of the benchmarks and removed by
// TestMain.
var bench struct {
	once sync.Once
	dir  string
	err  error
}

func benchDir(b *testing.B) string {
	b.Helper()
	bench.once.Do(func() {
		if bench.dir, bench.err = os.MkdirTemp("", "parley-bench-"); bench.err == nil {
			bench.err = fill(context.Background(), bench.dir)
		}
	})
	if bench.err != nil {
		b.Fatal(bench.err)
	}
	return bench.dir
}

func fill(ctx context.Context, dir string) error {
	s, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	rng := rand.New(rand.NewPCG(1, 1))
	now := time.Now().Unix()
	var batch []*api.Conversation
	for i := range benchConversations {
		parts := benchParts
		if i == 0 {
			parts = benchLongThread
		}
		c, err := api.DecodeConversation([]byte(benchConversation(rng, i, parts, now-int64(i)*30)))
		if err != nil {
			return err
		}
		batch = append(batch, c)
		if len(batch) == 200 || i == benchConversations-1 {
			if _, err := s.Put(ctx, store.FromRead, plainText, batch...); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return nil
}

var benchWords = strings.Fields(`please order invoice refund charged twice account login failed page error browser export report
	team billing card payment subscription cancel upgrade plan thanks hello waiting since yesterday shipment delivery address
	password reset email verify customer support question update version mobile desktop screenshot attached month price`)

func benchConversation(rng *rand.Rand, i, parts int, at int64) string {
	text := func(n int) string {
		var w []string
		for range n {
			w = append(w, benchWords[rng.IntN(len(benchWords))])
		}
		if rng.IntN(2000) == 0 {
			w = append(w, "zanzibar")
		}
		return strings.Join(w, " ")
	}
	state := []string{"open", "open", "snoozed", "closed"}[rng.IntN(4)]
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"conversation","id":"%d","created_at":%d,"updated_at":%d,"waiting_since":%d,"state":%q,"open":true,"read":false,
		"priority":"not_priority","admin_assignee_id":%d,"team_assignee_id":%d,
		"source":{"type":"email","id":"s%d","subject":"%s","body":"<p>%s</p>","author":{"type":"user","id":"c%d","name":"Contact %d","email":"c%d@example.com"}},
		"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"c%d"}]},"tags":{"type":"tag.list","tags":[{"type":"tag","id":"%d","name":"tag %d"}]},
		"statistics":{"time_to_admin_reply":%d,"last_contact_reply_at":%d,"count_conversation_parts":%d},
		"conversation_parts":{"type":"conversation_part.list","conversation_parts":[`,
		1000+i, at-100000, at, at-50, state, 7310001+rng.IntN(8), rng.IntN(4), i, text(5), text(40), i, i, i, i, i%12, i%12, rng.IntN(9000), at-50, parts)
	for p := range parts {
		if p > 0 {
			b.WriteByte(',')
		}
		kind, by := "comment", "admin"
		if p%3 == 0 {
			by = "user"
		} else if p%7 == 0 {
			kind = "note"
		}
		fmt.Fprintf(&b, `{"type":"conversation_part","id":"%d","part_type":%q,"body":"<p>%s</p>","created_at":%d,"updated_at":%d,
			"notified_at":%d,"assigned_to":null,"author":{"type":%q,"id":"c%d","name":"Contact %d","email":"c%d@example.com"},"attachments":[],"external_id":null,"redacted":false}`,
			1_000_000+i*1000+p, kind, text(30), at-100000+int64(p)*100, at-100000+int64(p)*100, at-100000+int64(p)*100, by, i, i, i)
	}
	b.WriteString(`]}}`)
	return b.String()
}

func benchDesk(b *testing.B) (*desk.Desk, func()) {
	b.Helper()
	dir := benchDir(b)
	client, err := api.New(sandbox.DefaultToken, api.WithBaseURL("http://sandbox.test"), api.WithTransport(&wire{server: sandbox.New(sandbox.Options{Empty: true})}))
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), store.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	d, err := desk.New(desk.Options{Client: client, Store: s, PlainText: plainText, AdminID: sandbox.MeID})
	if err != nil {
		b.Fatal(err)
	}
	return d, func() {
		if err := d.Close(context.Background()); err != nil {
			b.Error(err)
		}
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}
}

// BenchmarkStart is from nothing to the first rows on the screen.
func BenchmarkStart(b *testing.B) {
	benchDir(b)
	for b.Loop() {
		d, stop := benchDesk(b)
		if l, err := d.List(b.Context(), desk.ListRequest{View: "mine", Limit: 60}); err != nil || len(l.Rows) == 0 {
			b.Fatal(err)
		}
		stop()
	}
}

func BenchmarkDesk(b *testing.B) {
	d, stop := benchDesk(b)
	defer stop()
	list := func(r desk.ListRequest) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				if _, err := d.List(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	search := func(q string) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				if _, err := d.Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("list/mine", list(desk.ListRequest{View: "mine", Limit: 60}))
	b.Run("list/open by waiting", list(desk.ListRequest{View: "open", Sort: desk.SortWaiting, Limit: 200}))
	b.Run("list/open, page 20", list(desk.ListRequest{View: "open", Limit: 200, Offset: 4000}))
	b.Run("list/everything, filter", list(desk.ListRequest{View: "", Filter: "zanz", Limit: 60}))
	b.Run("list/open, filter", list(desk.ListRequest{View: "open", Filter: "contact 42", Limit: 60}))
	b.Run("open/20 parts", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Open(b.Context(), "1500"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open/500 parts", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Open(b.Context(), "1000"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("search/rare", search("zanzibar"))
	b.Run("search/common", search("refund"))
	b.Run("search/two common", search("refund invoice"))
	b.Run("search/phrase", search(`"refund charged twice"`))
	b.Run("search/beginning", search("re"))
	b.Run("search/with conditions", search("is:open assignee:me refund"))
	b.Run("search/narrow conditions", search("from:c77@example refund"))
	b.Run("search/none", search("xyzzy"))
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.Logf("heap in use after all of it: %d MB, from the system %d MB", m.HeapInuse>>20, m.Sys>>20)
}
