package mask

import (
	"slices"
	"testing"
)

// FuzzShape looks for a shape in the parts that may hold it, and in the whole
// text, which has to find the same.
func FuzzShape(f *testing.F) {
	for _, s := range []string{
		"see https://a.test/x?y=1, www.b.test (or HTTP://c.test/) xhttps://d.test", "ada.obi@x.test, o’neill@y.test… a@b", "me+tag@z",
		"IBAN DE89 3704 0044 0532 0130 00, xDE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19é", "ÉDE89370400440532013000",
		"+44 20 7946 0958 or (030) 1234-5678/90 12", "4111-1111-1111-1111 4111\u00a01111\u20091111 1111", "A-1_b.c-9 CUST-00042, x\u0661y", "0aAA00000000000000", "\xff12\xfe34567",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, of := range map[string]shape{"link": linkShape, "mail": mailShape, "iban": ibanShape, "long": longShape} {
			var want []span
			for _, at := range of.FindAllStringIndex(s, -1) {
				want = append(want, span{at[0], at[1]})
			}
			if got := slices.Collect(of.all(s)); !slices.Equal(got, want) {
				t.Errorf("%s in %q: %v in place of %v", name, s, got, want)
			}
		}
	})
}
