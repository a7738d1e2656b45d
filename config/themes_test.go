package config

import (
	"strings"
	"testing"
)

func FuzzParseTheme(f *testing.F) {
	f.Add("inherit = 'light'\naccent = '#0A5C7A'\nbar = 4\n")
	f.Add("accent = [1]\n[colours]\ndim = 1.5\n")
	f.Add("a.b = 'x'\n\"\" = 1979-05-27\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, errs := ParseTheme("mine", "mine.toml", []byte(text))
		for _, e := range errs {
			if !strings.HasPrefix(e.From, "mine.toml") || e.Problem == "" {
				t.Errorf("%+v", e)
			}
		}
		if _, has := file.Colours["inherit"]; has {
			t.Error("inherit is no colour")
		}
	})
}
