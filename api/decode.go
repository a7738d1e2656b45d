package api

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// waitingHorizon is how far ahead waiting_since may be before it is taken
// for the sentinel of old payloads, which lies thousands of years ahead.
const waitingHorizon = 10 * 365 * 24 * time.Hour

// DecodeConversation makes a Conversation of what the API said: strings safe,
// parts in order and once each. It is tolerant of everything but a text that
// is not a JSON object. Raw keeps the bytes as given, not copied, so that a
// conversation can be stored and decoded again.
func DecodeConversation(raw []byte) (*Conversation, error) {
	c, err := decode[Conversation](raw)
	if err != nil {
		return nil, fmt.Errorf("read conversation: %w", err)
	}
	return c.settle(raw), nil
}

// DecodeParts is DecodeConversation of a conversation whose parts are kept
// apart from its head. raw is both together, of which the result is the same;
// but it takes half the time, because each part is read by itself.
func DecodeParts(raw, head []byte, parts [][]byte) (*Conversation, error) {
	c, err := decode[Conversation](head)
	if err != nil {
		return nil, fmt.Errorf("read conversation: %w", err)
	}
	c.Parts = List[Part]{TotalCount: Num(int64(len(parts))), Known: true}
	for _, p := range parts {
		var part *Part
		if err := decodeTolerant(sanitise(p), &part); err != nil {
			return nil, fmt.Errorf("read part: %w", err)
		}
		if part != nil {
			c.Parts.Items = append(c.Parts.Items, *part)
		}
	}
	return c.settle(raw), nil
}

// settle brings a decoded conversation into order.
func (c *Conversation) settle(raw []byte) *Conversation {
	c.Raw = raw
	c.Parts.Items = orderParts(c.Parts.Items)
	if c.WaitingSince.After(c.lastKnown().Add(waitingHorizon)) {
		c.WaitingSince = Time{}
	}
	return c
}

// lastKnown is when the conversation last changed. Sentinels are measured
// against it and not against today, so that stored bytes decode the same on
// any day.
func (c *Conversation) lastKnown() time.Time {
	if c.UpdatedAt.After(c.CreatedAt.Time) {
		return c.UpdatedAt.Time
	}
	if !c.CreatedAt.IsZero() {
		return c.CreatedAt.Time
	}
	return time.Unix(1<<32, 0) // neither is known: no sentinel lies before this
}

// orderParts sorts parts by time, id and the order they came in, and keeps of
// two with the same id the one changed later.
func orderParts(parts []Part) []Part {
	seen := make(map[ID]int, len(parts))
	once := parts[:0]
	for i := range parts {
		p := parts[i]
		if at, dup := seen[p.ID]; dup && p.ID != "" {
			if p.UpdatedAt.After(once[at].UpdatedAt.Time) {
				once[at] = p
			}
			continue
		}
		seen[p.ID] = len(once)
		once = append(once, p)
	}
	slices.SortStableFunc(once, func(a, b Part) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt.Time), compareIDs(a.ID, b.ID))
	})
	return once
}

// compareIDs orders ids as numbers. Ids that are no numbers follow those that
// are and are equal among themselves.
func compareIDs(a, b ID) int {
	an, bn := numeric(a), numeric(b)
	switch {
	case an && bn:
		x, y := strings.TrimLeft(string(a), "0"), strings.TrimLeft(string(b), "0")
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	case an:
		return -1
	case bn:
		return 1
	default:
		return 0
	}
}

func numeric(id ID) bool {
	return id != "" && strings.Trim(string(id), "0123456789") == ""
}

// decode makes a safe value of a JSON object.
func decode[T any](body []byte) (*T, error) {
	if b := bytes.TrimSpace(body); len(b) == 0 || b[0] != '{' {
		return nil, errors.New("the answer is not an object")
	}
	v := new(T)
	if err := decodeTolerant(sanitise(body), v); err != nil {
		return nil, err
	}
	return v, nil
}

// fetch makes a call and decodes its answer.
func fetch[T any](ctx context.Context, c *Client, cl call) (*T, error) {
	body, err := c.do(ctx, cl)
	if err != nil {
		return nil, err
	}
	v, err := decode[T](body)
	if err != nil {
		return nil, c.undecodable(cl, body, err)
	}
	return v, nil
}

// conversation makes a call whose answer is a whole conversation.
func (c *Client) conversation(ctx context.Context, cl call) (*Conversation, error) {
	body, err := c.do(ctx, cl)
	if err != nil {
		return nil, err
	}
	v, err := DecodeConversation(body)
	if err == nil && v.ID == "" {
		err = errors.New("the answer is not a conversation")
	}
	if err != nil {
		return nil, c.undecodable(cl, body, err)
	}
	return v, nil
}

// idPath builds a path out of fixed words and ids, which are escaped. Words
// and ids alternate, beginning with a word.
func idPath(parts ...string) (string, error) {
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 1 {
			if problem := idProblem(p); problem != "" {
				return "", &FieldError{Field: "id", Problem: problem}
			}
			p = url.PathEscape(p)
		}
		b.WriteString("/" + p)
	}
	return b.String(), nil
}

// maxID is how long an id may be: external ids are a workspace's own.
const maxID = 512

func idProblem(id string) string {
	switch {
	case id == "":
		return "is missing"
	case id == "." || id == "..":
		return "is not an id"
	case len(id) > maxID || !headerSafe(id):
		return "is too long or holds a control character"
	default:
		return ""
	}
}
