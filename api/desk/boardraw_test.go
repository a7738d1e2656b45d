package desk_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"parley/api/sandbox"
)

type object = map[string]any

// everything asks a sandbox for all conversations, without the client: what
// the board says is compared with them.
func everything(t *testing.T, server http.Handler) []object {
	t.Helper()
	var out []object
	after := ""
	for {
		pages := object{"per_page": 50}
		if after != "" {
			pages["starting_after"] = after
		}
		body, err := json.Marshal(object{
			"query":      object{"field": "created_at", "operator": ">", "value": 1},
			"pagination": pages,
		})
		if err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/conversations/search", bytes.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+sandbox.DefaultToken)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json")
		rec := httptest.NewRecorder()
		server.ServeHTTP(rec, req)
		var page struct {
			Conversations []object
			Pages         struct {
				Next *struct {
					StartingAfter string `json:"starting_after"`
				}
			}
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &page); err != nil || rec.Code != http.StatusOK {
			t.Fatalf("%d %v: %s", rec.Code, err, rec.Body)
		}
		out = append(out, page.Conversations...)
		if page.Pages.Next == nil {
			return out
		}
		after = page.Pages.Next.StartingAfter
	}
}

// at follows keys through objects to a number; 0 where there is none.
func at(o object, keys ...string) int64 {
	n, _ := has(o, keys...)
	return n
}

func has(o object, keys ...string) (int64, bool) {
	for _, k := range keys[:len(keys)-1] {
		next, ok := o[k].(object)
		if !ok {
			return 0, false
		}
		o = next
	}
	switch v := o[keys[len(keys)-1]].(type) {
	case float64:
		return int64(v), true
	case string:
		var n int64
		if json.Unmarshal([]byte(v), &n) == nil {
			return n, true
		}
	}
	return 0, false
}
