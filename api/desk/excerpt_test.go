package desk

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("lorem ipsum ", 100)
	tests := []struct {
		text  string
		words []string
		marks []string
	}{
		{"Crème brûlée", []string{"creme"}, []string{"Crème"}},
		{"refund, refunds and prefund", []string{"refund"}, []string{"refund", "refund"}},
		{"charged twice, twice charged", []string{"twice charged"}, []string{"twice charged"}},
		{"我登录失败了", []string{"登录失败"}, []string{"登录失败"}},
		{"ใช้งานไม่ได้", []string{"งาน"}, []string{"งาน"}},
		{long + "needle " + long, []string{"needle"}, []string{"needle"}},
		{"nothing", []string{"else"}, nil},
		{"", []string{"x"}, nil},
	}
	for _, tt := range tests {
		got, marks := excerpt(tt.text, tt.words)
		var found []string
		for _, m := range marks {
			found = append(found, got[m[0]:m[1]])
		}
		if strings.Join(found, "|") != strings.Join(tt.marks, "|") {
			t.Errorf("%.30q %v: %q", tt.text, tt.words, found)
		}
		if utf8.RuneCountInString(got) > excerptRunes+4 {
			t.Errorf("%.30q: too long", tt.text)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("Hello wörld", "wor")
	f.Add("登录失败", "失败 x")
	f.Add("a\xffb", "\xff")
	f.Fuzz(func(t *testing.T, text, word string) {
		text = strings.ToValidUTF8(text, "�")
		got, marks := excerpt(text, []string{word})
		last := 0
		for _, m := range marks {
			if m[0] < last || m[1] <= m[0] || m[1] > len(got) || !utf8.ValidString(got[m[0]:m[1]]) {
				t.Fatalf("%q in %q: marks %v", word, got, marks)
			}
			last = m[1]
		}
	})
}
