package dialog

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
)

// ready sets up the tables of fzf's matcher, which are the same for all.
var ready = sync.OnceFunc(func() { algo.Init("default") })

// exactly lifts what is typed in full over everything that begins with it.
const exactly = 1 << 20

// finder finds items by some letters of each word that was typed, in any
// order of the words and with or without accents, the way fzf does: people
// know it by heart, and it ranks beginnings of words first. It is for one
// goroutine.
type finder struct {
	labels []string
	chars  []util.Chars
	slab   *util.Slab
	query  string
	hits   []hit
}

// hit is an item that was found.
type hit struct{ index, score int }

func newFinder(items []Item) *finder {
	ready()
	f := &finder{slab: util.MakeSlab(16<<10, 2<<10)}
	for _, it := range items {
		f.labels = append(f.labels, strings.ToLower(it.Label))
		f.chars = append(f.chars, util.ToChars([]byte(it.Label+" "+it.Also)))
	}
	f.all()
	return f
}

func (f *finder) all() {
	f.hits = f.hits[:0]
	for i := range f.chars {
		f.hits = append(f.hits, hit{index: i})
	}
}

// find returns what the query finds, best first, in the order of the items
// where nothing else tells them apart. The result is valid until the next
// call. A query that goes on where the last one ended looks only at what
// that one found.
func (f *finder) find(query string) []hit {
	words := terms(query)
	if len(words) == 0 {
		f.query = query
		f.all()
		return f.hits
	}
	if f.query == "" || !strings.HasPrefix(query, f.query) {
		f.all()
	}
	f.query = query
	typed := strings.ToLower(strings.TrimSpace(query))
	kept := f.hits[:0]
	for _, h := range f.hits {
		if h.score = f.score(h.index, words); h.score <= 0 {
			continue
		}
		if f.labels[h.index] == typed {
			h.score += exactly
		}
		kept = append(kept, h)
	}
	f.hits = kept
	slices.SortFunc(f.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.index, b.index))
	})
	return f.hits
}

// score adds up how well each word fits; 0 means that one does not.
func (f *finder) score(index int, words [][]rune) int {
	sum := 0
	for _, w := range words {
		r, _ := algo.FuzzyMatchV2(false, true, true, &f.chars[index], w, false, f.slab)
		if r.Start < 0 || r.Score <= 0 {
			return 0
		}
		sum += r.Score
	}
	return sum
}

// matched returns which runes of an item's label the query found.
func (f *finder) matched(index int, query string) map[int]bool {
	out := map[int]bool{}
	for _, w := range terms(query) {
		if _, pos := algo.FuzzyMatchV2(false, true, true, &f.chars[index], w, true, f.slab); pos != nil {
			for _, p := range *pos {
				out[p] = true
			}
		}
	}
	return out
}

func terms(query string) [][]rune {
	var out [][]rune
	for w := range strings.FieldsSeq(strings.ToLower(query)) {
		if utf8.ValidString(w) {
			out = append(out, algo.NormalizeRunes([]rune(w)))
		}
	}
	return out
}
