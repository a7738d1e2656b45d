package richtext_test

import (
	"strings"
	"testing"

	"parley/ui/richtext"
)

func TestFolds(t *testing.T) {
	t.Parallel()
	bodies := corpus(t)
	tests := []struct {
		name  string
		shown []string // new text, always shown
		gone  []string // text behind the fold
		line  string   // what stands for it
	}{
		{"m-gmail-reply", []string{"It still does not work."}, []string{"please try again", "wrote:"}, "▸ 3 quoted lines · v unfolds"},
		{"m-gmail-inline", []string{"Firefox, as I said.", "Since Monday, always."}, []string{"Which browser?", "how often"}, "▸ 2 quoted lines · v unfolds"},
		{"m-gmail-forward", []string{"FYI", "Forwarded message", "your invoice is attached"}, nil, ""},
		{"m-gmail-signature", []string{"Thanks!"}, []string{"Head of Things"}, "▸ signature, 4 lines · v unfolds"},
		{"m-outlook-desktop", []string{"printer is on fire"}, []string{"From:", "Did you switch it off?"}, "▸ 5 quoted lines · v unfolds"},
		{"m-outlook-web", []string{"It works now"}, []string{"Sent:", "Please try again."}, "▸ 7 quoted lines · v unfolds"},
		{"m-outlook-mobile", []string{"On my way."}, []string{"Where are you?"}, "▸ 4 quoted lines · v unfolds"},
		{"m-outlook-german", []string{"es geht nicht."}, []string{"Gesendet:", "erneut"}, "▸ 5 quoted lines · v unfolds"},
		{"m-outlook-original", []string{"Same problem here."}, []string{"Original Message", "Old text"}, "▸ 5 quoted lines · v unfolds"},
		{"m-apple", []string{"Still broken.", "Ada"}, []string{"Please restart it."}, "▸ 2 quoted lines · v unfolds"},
		{"m-apple-iphone", []string{"ok thanks", "Sent from my iPhone"}, []string{"Your parcel is there."}, "▸ 2 quoted lines · v unfolds"},
		{"m-thunderbird", []string{"I will try."}, []string{"wrote:", "this one", "Acme"}, "▸ signature, 3 lines · v unfolds"},
		{"m-yahoo", []string{"Any news?"}, []string{"looking into it"}, "▸ 2 quoted lines · v unfolds"},
		{"m-plain-angle", []string{"I agree.", "See you."}, []string{"third line", "wrote:"}, "▸ 5 quoted lines · v unfolds"},
		{"m-plain-signature", []string{"Thanks for the help"}, []string{"Ada Obi", "7946"}, "▸ signature, 4 lines · v unfolds"},
		{"m-only-quote", []string{"hello", "there"}, nil, ""},
		{"m-french", []string{"Merci."}, []string{"a écrit", "Bonjour"}, "▸ 3 quoted lines · v unfolds"},
		{"m-japanese", []string{"ログインできません。"}, []string{"再度", "2026年"}, "▸ 3 quoted lines · v unfolds"},
		{"ic-quote", []string{"two days", "nine"}, nil, ""},
		{"g-markdown-literals", []string{"> not a quote"}, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := richtext.Parse(bodies[tt.name])
			folded, whole := d.Layout(richtext.Options{Width: 60, FoldKey: "v"}), d.Layout(richtext.Options{Width: 60, Unfold: true})
			some := strings.Join(folded.Lines(0, folded.Height()), "\n")
			all := strings.Join(whole.Lines(0, whole.Height()), "\n")
			for _, s := range tt.shown {
				if !strings.Contains(some, s) {
					t.Errorf("%q is folded:\n%s", s, some)
				}
			}
			for _, s := range tt.gone {
				if strings.Contains(some, s) || !strings.Contains(all, s) {
					t.Errorf("%q is not folded, or lost:\n%s", s, some)
				}
			}
			fresh, n := d.Fresh()
			for _, s := range tt.shown {
				if !strings.Contains(fresh, s) {
					t.Errorf("%q is not in the fresh text:\n%s", s, fresh)
				}
			}
			for _, s := range tt.gone {
				if strings.Contains(fresh, s) || n == 0 {
					t.Errorf("%q is in the fresh text, or nothing is folded (%d):\n%s", s, n, fresh)
				}
			}
			if !strings.Contains(some, tt.line) || d.HasFold() != (tt.line != "") {
				t.Errorf("fold %v, want %q:\n%s", d.HasFold(), tt.line, some)
			}
		})
	}
}

func TestFoldsEatNothingNew(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"<p>From: the shop we got three boxes.</p><p>To: you I say thanks.</p>",
		"<p>>100 users are affected</p><p>please hurry</p>",
		"<p>On Monday, 3 March, she wrote:</p><p>please pay</p>",
		"<p>hello</p><p>--</p>" + strings.Repeat("<p>long text</p>", 20),
		"<div class=gmail_quote><div class=gmail_attr>On Tue 3 Mar, Ana wrote:</div><blockquote class=gmail_quote>old<br>older</blockquote><p>new answer</p></div>",
	} {
		d := richtext.Parse(body)
		l := d.Layout(richtext.Options{Width: 80, FoldKey: "v"})
		got := strings.Join(l.Lines(0, l.Height()), "\n")
		for _, s := range []string{"you I say", "100 users", "please pay", "long text", "new answer"} {
			if strings.Contains(body, s) && !strings.Contains(got, s) {
				t.Errorf("%q is folded:\n%s", s, got)
			}
		}
	}
}
