//go:build linux

package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/store"
)

// home returns a home directory whose inbox holds n conversations, the first
// of 20 parts, the second of 500, the others of a few.
func home(b *testing.B, dir string, n int) string {
	b.Helper()
	h := filepath.Join(dir, fmt.Sprint(n))
	st, err := store.Open(b.Context(), store.Options{Dir: filepath.Join(h, ".local", "state", "parley", "profiles", "default")})
	if err != nil {
		b.Fatal(err)
	}
	me, err := json.Marshal(desk.Identity{Known: true, Admin: api.Admin{ID: "41", Name: "Ana Sousa"}, App: api.App{Name: "acme"}})
	if err != nil {
		b.Fatal(err)
	}
	if err := st.SetMeta(b.Context(), "identity", me); err != nil {
		b.Fatal(err)
	}
	var batch []*api.Conversation
	for i := range n {
		parts := 5
		switch i {
		case 0:
			parts = 20
		case 1:
			parts = 500
		}
		c, err := api.DecodeConversation(benchConversation(i, parts))
		if err != nil {
			b.Fatal(err)
		}
		if batch = append(batch, c); len(batch) == 200 || i == n-1 {
			if _, err := st.Put(b.Context(), store.FromRead, plainBody, batch...); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	return h
}

// tidy drops what earlier steps have typed.
func tidy(tb testing.TB, home string) {
	tb.Helper()
	st, err := store.Open(tb.Context(), store.Options{Dir: filepath.Join(home, ".local", "state", "parley", "profiles", "default")})
	if err != nil {
		tb.Fatal(err)
	}
	drafts, err := st.Drafts(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range drafts {
		if err := st.DeleteDraft(tb.Context(), d.ConversationID, d.Mode); err != nil {
			tb.Fatal(err)
		}
	}
	if err := st.Close(); err != nil {
		tb.Fatal(err)
	}
}

const benchWords = "please order invoice refund charged twice account login failed page error browser export report billing card payment"

func words(i, n int) string {
	all := strings.Fields(benchWords)
	out := make([]string, n)
	for k := range out {
		out[k] = all[(i*7+k*k+k)%len(all)]
	}
	return strings.Join(out, " ")
}

// benchConversation is what Intercom says of conversation i.
func benchConversation(i, parts int) []byte {
	at := time.Now().Add(-time.Duration(i) * 3 * time.Minute).Unix()
	who := fmt.Sprintf(`{"type":"user","id":"c%d","name":"Contact %d","email":"c%d@example.com"}`, i, i, i)
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"conversation","id":"%d","created_at":%d,"updated_at":%d,"waiting_since":%d,"state":"open","open":true,"read":false,
		"priority":"not_priority","admin_assignee_id":41,"title":"Subject %d","source":{"type":"email","delivered_as":"customer_initiated","id":"s%d","subject":"Subject %d","body":"<p>%s</p>","author":%s},
		"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"c%d"}]},"statistics":{"count_conversation_parts":%d},
		"conversation_parts":{"type":"conversation_part.list","total_count":%d,"conversation_parts":[`,
		500_000+i, at-100_000, at, at-50, i, i, i, words(i, 40), who, i, parts, parts)
	for k := range parts {
		if k > 0 {
			b.WriteByte(',')
		}
		kind, by := "comment", who
		if k%3 == 1 {
			by = `{"type":"admin","id":"41","name":"Ana Sousa"}`
		}
		if k%5 == 4 {
			kind, by = "note", `{"type":"admin","id":"41","name":"Ana Sousa"}`
		}
		fmt.Fprintf(&b, `{"type":"conversation_part","id":"%d","part_type":%q,"body":"<p>Part %d. %s</p><p>%s</p>","created_at":%d,"updated_at":%d,"author":%s}`,
			1_000_000+i*1000+k, kind, k, words(k, 5+k%9), words(k+i, 8+k%13), at-100_000+int64(k)*60, at-100_000+int64(k)*60, by)
	}
	b.WriteString(`]}}`)
	return []byte(b.String())
}
