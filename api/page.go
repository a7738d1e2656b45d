package api

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"parley/api/safetext"
)

// maxPerPage is the most that any paged call returns at once.
const maxPerPage = 150

// Page is one page of a longer list. Pages shift while they are read:
// something that changes meanwhile may come twice or be missed.
type Page[T any] struct {
	Items      []T
	Next       string // hand it back as StartingAfter, with everything else the same; "" at the end
	TotalCount Number // of all pages; approximate
}

// ListOptions selects a page. The zero ListOptions is the first page in the
// API's own size.
type ListOptions struct {
	PerPage       int    // at most 150; 0 leaves it to the API
	StartingAfter string // Next of the page before
}

// query writes the options as parameters of a GET.
func (o *ListOptions) query() (url.Values, error) {
	q := url.Values{}
	if o == nil {
		return q, nil
	}
	if err := checkPerPage(o.PerPage); err != nil {
		return nil, err
	}
	if page, numbered := strings.CutPrefix(o.StartingAfter, pageNumber); numbered {
		q.Set("page", page)
	} else if o.StartingAfter != "" {
		q.Set("starting_after", o.StartingAfter)
	}
	if o.PerPage > 0 {
		q.Set("per_page", strconv.Itoa(o.PerPage))
	}
	return q, nil
}

func checkPerPage(n int) error {
	if n < 0 || n > maxPerPage {
		return &FieldError{Field: "per_page", Problem: fmt.Sprintf("must be between 1 and %d", maxPerPage)}
	}
	return nil
}

// pageNumber marks a Next that is the number of a page and not a cursor: some
// calls still page by URL.
const pageNumber = "page:"

// pages is the paging part of an answer. It is null on some last pages.
type pages struct {
	Next json.RawMessage `json:"next"`
}

// cursor returns what leads to the next page: of an object its cursor, of a
// URL its cursor or page number. The URL itself is never followed.
func (p pages) cursor() string {
	var next struct {
		StartingAfter string `json:"starting_after"`
	}
	if json.Unmarshal(p.Next, &next) == nil && next.StartingAfter != "" {
		return safetext.Line(next.StartingAfter)
	}
	u, err := url.Parse(scalar(p.Next))
	if err != nil {
		return ""
	}
	if after := u.Query().Get("starting_after"); after != "" {
		return safetext.Line(after)
	}
	if n, err := strconv.Atoi(u.Query().Get("page")); err == nil && n > 1 {
		return pageNumber + strconv.Itoa(n)
	}
	return ""
}

// page makes a call that answers with a list and decodes each element by
// itself, so that one bad element does not cost the others. Elements that one
// refuses are left out.
func page[T any](ctx context.Context, c *Client, cl call, one func(json.RawMessage) (*T, error)) (Page[T], error) {
	var p Page[T]
	body, err := c.do(ctx, cl)
	if err != nil {
		return p, err
	}
	var envelope struct {
		Pages pages `json:"pages"`
	}
	if err := decodeTolerant(body, &envelope); err != nil {
		return p, c.undecodable(cl, body, err)
	}
	var list List[json.RawMessage]
	_ = list.UnmarshalJSON(body) // never fails
	for _, raw := range list.Items {
		if v, err := one(raw); err == nil {
			p.Items = append(p.Items, *v)
		}
	}
	p.Next, p.TotalCount = envelope.Pages.cursor(), list.TotalCount
	return p, nil
}

// plainElement decodes an element that needs nothing beyond being made safe.
func plainElement[T any](raw json.RawMessage) (*T, error) { return decode[T](raw) }

// all iterates over the elements of all pages and stops after the first
// error. An id comes again only when it was changed meanwhile.
func all[T any](next func(after string) (Page[T], error), key func(*T) (ID, Time)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[ID]Time{}
		cursors := map[string]bool{}
		for after := ""; !cursors[after]; {
			cursors[after] = true
			p, err := next(after)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for i := range p.Items {
				id, at := key(&p.Items[i])
				if old, dup := seen[id]; dup && !at.After(old.Time) {
					continue
				}
				seen[id] = at
				if !yield(p.Items[i], nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			after = p.Next
		}
	}
}

// from returns a copy of the options that starts after a cursor, or where
// they say when the cursor is empty.
func (o *ListOptions) from(after string) *ListOptions {
	var copied ListOptions
	if o != nil {
		copied = *o
	}
	if after != "" {
		copied.StartingAfter = after
	}
	return &copied
}
