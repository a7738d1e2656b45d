package api_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"parley/api"
)

func FuzzDecodeConversation(f *testing.F) {
	for _, s := range []string{
		minimal, `{}`, `{"id":0,"conversation_parts":[{"id":null},{"id":1}]}`, `{"tags":{"tags":[null,1,{"name":"\ud800"}]}}`,
		`{"waiting_since":64654125776,"statistics":{"count_reopens":1e9}}`, `{"custom_attributes":{"a":{"b":["\u001b"]}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := api.DecodeConversation(raw)
		if err != nil {
			return
		}
		for i := range c.Parts.Items[min(1, len(c.Parts.Items)):] {
			if c.Parts.Items[i+1].CreatedAt.Before(c.Parts.Items[i].CreatedAt.Time) {
				t.Fatal("parts are out of order")
			}
		}
		harmless(t, c.Title, c.Source.Author.Name, c.Source.Subject, string(c.ID), string(c.State))
		for _, p := range c.Parts.Items {
			harmless(t, p.PartType, p.Author.Name, string(p.ID))
			harmless(t, strings.NewReplacer("\n", "", "\t", "").Replace(p.Body))
		}
		for _, a := range c.CustomAttributes {
			harmless(t, a.Name, strings.NewReplacer("\n", "", "\t", "").Replace(a.Value))
		}
	})
}

// harmless fails the test when a text holds a control character.
func harmless(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		for _, r := range s {
			if r < ' ' || (r >= 0x7f && r <= 0x9f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
				t.Fatalf("%U is in %q", r, s)
			}
		}
	}
}

func BenchmarkDecodeThread(b *testing.B) {
	raw := bigThread(500)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := api.DecodeConversation(raw); err != nil {
			b.Fatal(err)
		}
	}
}

// bigThread returns a conversation of n parts of about 1 kB, newest first.
func bigThread(n int) []byte {
	body, _ := json.Marshal("<p>" + strings.Repeat(`He said "no" &amp; left. `, 40) + "</p>")
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(`{"type":"conversation_part","id":"%d","part_type":"comment","body":%s,"created_at":%d,"updated_at":%[3]d,
			"author":{"type":"admin","id":"41","name":"Ana","email":"ana@example.com"},"attachments":[]}`, n-i, body, 1717000000+n-i)
	}
	return []byte(with(`"conversation_parts":{"conversation_parts":[` + strings.Join(parts, ",") + `],"total_count":` + strconv.Itoa(n) + `}`))
}
