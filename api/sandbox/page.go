package sandbox

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// pageSize is how long pages are when nothing is asked for, and at most.
type pageSize struct{ standard, most int }

var (
	conversationPage = pageSize{20, 150}
	contactPage      = pageSize{50, 150}
	macroPage        = pageSize{50, 150}
)

type paging struct {
	per   int
	after string
}

type sortBy struct {
	field      string
	descending bool
}

func pagingFromQuery(per, after string, size pageSize) (paging, error) {
	p := paging{per: size.standard, after: after}
	if per != "" {
		n, err := strconv.Atoi(per)
		if err != nil {
			return p, invalidf("per_page must be a number")
		}
		p.per = n
	}
	return p, p.check(size)
}

func (p paging) check(size pageSize) error {
	switch {
	case p.per > size.most:
		return invalidf("Per Page is too big")
	case p.per < 1:
		return invalidf("Per Page is too small")
	}
	return nil
}

// position is what a cursor holds: the last row's sort value and id, and the
// page it ended. Like the real one it knows nothing of rows that moved since.
type position struct {
	key  int64
	id   string
	page int
}

func (p position) cursor() string {
	return base64.StdEncoding.EncodeToString(encode([]any{p.key, p.id, p.page}))
}

func parseCursor(s string) (position, error) {
	var p position
	raw, err := base64.StdEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(raw, &[]any{&p.key, &p.id, &p.page})
	}
	if err != nil || p.page < 1 {
		return p, failuref(http.StatusBadRequest, "client_error", "Invalid starting_after cursor")
	}
	return p, nil
}

// paginate sorts all by a field, then by id, and cuts the asked page out.
func paginate[T any](all []T, pg paging, by sortBy, fields map[string]fieldOf[T], id func(T) string) ([]T, object, error) {
	key := func(x T) int64 { return fields[by.field].sortKey(x) }
	order := func(ka, kb int64, a, b string) int {
		n := cmp.Or(cmp.Compare(ka, kb), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
		if by.descending {
			return -n
		}
		return n
	}
	slices.SortFunc(all, func(a, b T) int { return order(key(a), key(b), id(a), id(b)) })
	start, page := 0, 1
	if pg.after != "" {
		at, err := parseCursor(pg.after)
		if err != nil {
			return nil, nil, err
		}
		page = at.page + 1
		start = len(all)
		if i := slices.IndexFunc(all, func(x T) bool { return order(key(x), at.key, id(x), at.id) > 0 }); i >= 0 {
			start = i
		}
	}
	end := min(start+pg.per, len(all))
	pages := object{
		"type": "pages", "page": page, "per_page": pg.per, "total_pages": (len(all) + pg.per - 1) / pg.per,
	}
	if end < len(all) && end > start {
		last := all[end-1]
		pages["next"] = object{
			"page": page + 1, "per_page": pg.per,
			"starting_after": position{key(last), id(last), page}.cursor(),
		}
	}
	return all[start:end], pages, nil
}
