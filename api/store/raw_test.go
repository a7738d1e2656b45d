package store

import (
	"reflect"
	"testing"

	"parley/api"
)

func FuzzSplitJoin(f *testing.F) {
	f.Add([]byte(`{"id":"1","conversation_parts":{"conversation_parts":[{"id":"2","body":"x"}],"total_count":1},"z":[1,2]}`))
	f.Add([]byte(`{"conversation_parts":[{"id":2},{"id":2,"updated_at":5}]}`))
	f.Add([]byte(`{"id":"1"}`))
	f.Add([]byte(`{"waiting_since":9,"conversation_parts":[{"id":"3","created_at":4,"body":"\u001b","author":{"name":"A &amp; B"},"tags":{"tags":[{"id":7}]}},{"id":"2","created_at":4}]}`))
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"conversation_parts" : null }`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		head, parts, known, err := split(raw)
		if err != nil {
			return
		}
		var list [][]byte
		for _, p := range parts {
			list = append(list, p)
		}
		whole, err := join(head, list)
		if err != nil {
			t.Fatalf("join: %v", err)
		}
		together, err1 := api.DecodeConversation(whole)
		apart, err2 := api.DecodeParts(whole, head, list)
		if (err1 == nil) != (err2 == nil) || err1 == nil && !reflect.DeepEqual(together, apart) {
			t.Errorf("decoded apart it is another:\n%+v, %v\n%+v, %v", apart, err2, together, err1)
		}
		_, again, _, err := split(whole)
		if err != nil {
			t.Fatalf("split what was joined: %v\n%s", err, whole)
		}
		if known && len(again) != len(parts) {
			t.Errorf("%d parts became %d\n%s\n%s", len(parts), len(again), raw, whole)
		}
	})
}
