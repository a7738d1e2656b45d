package conversation_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/api"
	"parley/api/desk"
	"parley/keymap"
	"parley/ui/mask"
)

// long is a thread of n parts of about 2 kB each.
func long(n int) desk.Thread {
	words := "The parcel was handed over on Monday and has not moved since, although the page says otherwise. "
	body := "<p>" + strings.Repeat(words, 5) + "</p><ul><li>first <b>point</b></li><li>second point with a <a href=\"https://example.com/a/b\">link</a></li></ul><p>" +
		strings.Repeat(words, 10) + "</p><p>退款还没有到账，请帮我查一下。</p><blockquote>" + strings.Repeat(words, 3) + "</blockquote>"
	t := sample()
	c := *t.Conversation
	c.Parts.Items = nil
	for i := range n {
		by, kind := ada, "comment"
		switch i % 5 {
		case 1, 3:
			by = ana
		case 4:
			by, kind = ana, "note"
		}
		c.Parts.Items = append(c.Parts.Items, part(1000+i, kind, by, 3*(n-i), fmt.Sprintf("<p>Number %d.</p>%s", i, body)))
	}
	t.Conversation = &c
	t.SeenPart = api.ID(fmt.Sprint(1000 + n - 1))
	return t
}

func BenchmarkOpen500(b *testing.B) {
	t, env := long(500), newEnv("dark")
	b.ReportAllocs()
	for b.Loop() {
		p := open(env, 120, 40, t)
		p.View()
	}
}

func BenchmarkRefresh500(b *testing.B) {
	t, env := long(500), newEnv("dark")
	p := open(env, 120, 40, t)
	b.ReportAllocs()
	for b.Loop() {
		p.Show(t, sampleDirectory)
		p.View()
	}
}

func BenchmarkScrollLine(b *testing.B) {
	p := open(newEnv("dark"), 120, 50, long(500))
	do(p, keymap.First)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		if n++; n%2000 == 0 {
			p.Do(keymap.First)
		}
		p.Do(keymap.Down)
		p.View()
	}
}

func BenchmarkScrollPageUp(b *testing.B) {
	p := open(newEnv("dark"), 120, 50, long(500))
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		if n++; n%200 == 0 {
			p.Do(keymap.Last)
		}
		p.Do(keymap.PageUp)
		p.View()
	}
}

func BenchmarkFirstLast(b *testing.B) {
	p := open(newEnv("dark"), 120, 40, long(500))
	b.ReportAllocs()
	for b.Loop() {
		p.Do(keymap.First)
		p.View()
		p.Do(keymap.Last)
		p.View()
	}
}

func BenchmarkResize500(b *testing.B) {
	p := open(newEnv("dark"), 120, 40, long(500))
	do(p, keymap.PageUp, keymap.PageUp, keymap.PageUp)
	w := 0
	b.ReportAllocs()
	for b.Loop() {
		w = (w + 1) % 60
		p.SetSize(60+w, 40)
		p.View()
	}
}

func BenchmarkViewUnchanged(b *testing.B) {
	p := open(newEnv("dark"), 120, 40, long(500))
	b.ReportAllocs()
	for b.Loop() {
		p.View()
	}
}

func BenchmarkFindIndex500(b *testing.B) {
	p := open(newEnv("dark"), 120, 40, long(500))
	b.ReportAllocs()
	for b.Loop() {
		do(p, keymap.Find)
		p.Do(keymap.Back)
	}
}

func BenchmarkFindLetter500(b *testing.B) {
	p := open(newEnv("dark"), 120, 40, long(500))
	do(p, keymap.Find)
	letters := letters("parcel was handed over on monday and has not moved since ")
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		p.Type(letters[n%len(letters)])
		p.View()
		n++
	}
}

// huge is a body of 5 MB.
var huge = strings.Repeat("<p>The parcel was handed over on <b>Monday</b> and has not moved since, see <a href=\"https://example.com/a\">the page</a>.</p>", 45_000)

// BenchmarkOpenHuge opens a thread with a new message of 5 MB, and one whose
// end lies in it.
func BenchmarkOpenHuge(b *testing.B) {
	t, env := withParts(part(1, "comment", ada, 5, huge)), newEnv("dark")
	for name, seen := range map[string]api.ID{"unread": "", "end": "1"} {
		b.Run(name, func(b *testing.B) {
			t.SeenPart = seen
			b.ReportAllocs()
			for b.Loop() {
				open(env, 120, 40, t).View()
			}
		})
	}
}

// BenchmarkMaskHuge opens it in presenter mode.
func BenchmarkMaskHuge(b *testing.B) {
	t, env := withParts(part(1, "comment", ada, 5, huge)), newEnv("dark")
	env.Mask = mask.New([]byte("a key"))
	env.Mask.Learn(mask.Person{Name: "Ada Obi"})
	env.Mask.SetLevel(mask.Names)
	b.ReportAllocs()
	for b.Loop() {
		open(env, 120, 40, t).View()
	}
}

// BenchmarkHuge moves in it once it is unfolded and read to its end.
func BenchmarkHuge(b *testing.B) {
	for name, keys := range map[string][]keymap.Action{
		"last and first": {keymap.Last, keymap.First},
		"page up":        {keymap.PageUp},
		"line up":        {keymap.Up},
		"unfold":         {keymap.Unfold, keymap.Unfold},
	} {
		b.Run(name, func(b *testing.B) {
			p := open(newEnv("dark"), 120, 50, withParts(part(1, "comment", ada, 5, huge)))
			do(p, keymap.First, keymap.Unfold, keymap.Last)
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				if n++; n%2000 == 0 {
					p.Do(keymap.Last)
				}
				for _, k := range keys {
					p.Do(k)
					p.View()
				}
			}
		})
	}
	b.Run("resize", func(b *testing.B) {
		p := open(newEnv("dark"), 120, 50, withParts(part(1, "comment", ada, 5, huge)))
		do(p, keymap.First, keymap.Unfold, keymap.Last, keymap.PageUp)
		w := 0
		for b.Loop() {
			w = (w + 1) % 60
			p.SetSize(60+w, 50)
			p.View()
		}
	})
}
