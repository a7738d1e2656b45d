package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"parley/api"
)

// partsKey is the member of a conversation that is kept apart, one row each.
const partsKey = "conversation_parts"

// split cuts the parts out of a conversation as Intercom sent it. The head
// keeps its bytes and their order. known is false when there was no list of
// parts, as in search results.
func split(raw []byte) (head []byte, parts map[api.ID][]byte, known bool, err error) {
	start, end, err := member(raw, partsKey)
	if err != nil {
		return nil, nil, false, fmt.Errorf("read conversation: %w", err)
	}
	if start < 0 {
		return raw, nil, false, nil
	}
	value := bytes.TrimSpace(raw[start:end])
	if bytes.Equal(value, []byte("null")) {
		return raw, nil, false, nil
	}
	var list api.List[json.RawMessage]
	if err := json.Unmarshal(value, &list); err != nil {
		return nil, nil, false, fmt.Errorf("read parts: %w", err)
	}
	parts = make(map[api.ID][]byte, len(list.Items))
	newest := make(map[api.ID]int64, len(list.Items))
	for _, item := range list.Items {
		var p struct {
			ID        api.ID   `json:"id"`
			UpdatedAt api.Time `json:"updated_at"`
		}
		if json.Unmarshal(item, &p) != nil || p.ID == "" {
			continue
		}
		at := seconds(p.UpdatedAt)
		if _, twice := parts[p.ID]; twice && at < newest[p.ID] {
			continue
		}
		parts[p.ID], newest[p.ID] = item, at
	}
	return cutMember(raw, start, end), parts, true, nil
}

// cutMember removes the member whose value lies between start and end, with
// its name and one comma, so that what is left is as if it had not been sent.
func cutMember(raw []byte, start, end int) []byte {
	before := bytes.TrimRight(raw[:start], " \t\r\n")
	before = bytes.TrimRight(bytes.TrimSuffix(before, []byte(":")), " \t\r\n")
	before = before[:bytes.LastIndexByte(before[:len(before)-1], '"')] // the name holds no quotation mark
	before = bytes.TrimRight(before, " \t\r\n")
	after := raw[end:]
	if trimmed, ok := bytes.CutSuffix(before, []byte(",")); ok {
		before = trimmed
	} else {
		after = bytes.TrimPrefix(bytes.TrimLeft(after, " \t\r\n"), []byte(","))
	}
	return append(bytes.Clone(before), after...)
}

// join puts parts back in the place that split cut them from. A head without
// that place gets one at its end.
func join(head []byte, parts [][]byte) ([]byte, error) {
	var list bytes.Buffer
	fmt.Fprintf(&list, `{"type":"conversation_part.list","conversation_parts":[`)
	list.Write(bytes.Join(parts, []byte(",")))
	fmt.Fprintf(&list, `],"total_count":%d}`, len(parts))

	start, end, err := member(head, partsKey)
	if err != nil {
		return nil, fmt.Errorf("read stored conversation: %w", err)
	}
	if start >= 0 {
		return append(append(bytes.Clone(head[:start]), list.Bytes()...), head[end:]...), nil
	}
	last := bytes.LastIndexByte(head, '}')
	if last < 0 {
		return nil, errors.New("stored conversation is not an object")
	}
	out := bytes.Clone(head[:last])
	if len(bytes.TrimSpace(out)) > 1 {
		out = append(out, ',')
	}
	out = append(append(out, `"`+partsKey+`":`...), list.Bytes()...)
	return append(out, '}'), nil
}

// member finds the value of a member of the outermost object, as offsets
// into raw; start is -1 when there is none. Of several it takes the last, as
// encoding/json does.
func member(raw []byte, key string) (start, end int, err error) {
	start = -1
	dec := json.NewDecoder(bytes.NewReader(raw))
	t, err := dec.Token()
	if err != nil {
		return -1, 0, err
	}
	if t != json.Delim('{') {
		return -1, 0, errors.New("not a JSON object")
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return -1, 0, err
		}
		from := int(dec.InputOffset())
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return -1, 0, err
		}
		if name == key && bytes.HasSuffix(raw[:from], []byte(`"`+key+`"`)) { // not spelt with escapes
			colon := bytes.IndexByte(raw[from:], ':')
			start, end = from+colon+1, int(dec.InputOffset())
		}
	}
	if _, err = dec.Token(); err != nil {
		return -1, 0, err
	}
	if _, err = dec.Token(); !errors.Is(err, io.EOF) {
		return -1, 0, errors.New("something follows the JSON object")
	}
	return start, end, nil
}

func seconds(t api.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
