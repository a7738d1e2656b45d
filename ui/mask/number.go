package mask

import (
	"regexp"
	"strings"
)

// number masks the telephone or card number that a run of digits begins with,
// and returns how many bytes of it that was; 0 is neither.
func (m *Mask) number(s string) (with string, n int) {
	if m.issued[s] {
		return s, len(s)
	}
	d := digits(s)
	switch {
	case m.parts[d]:
		return s, len(s)
	case card(s, d):
		return m.cardNumber(s), len(s)
	case telephone(s, d) || m.known.phones[d]:
		return m.phone(s), len(s)
	default:
		return "", 0
	}
}

var (
	date    = regexp.MustCompile(`^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:\D|$)`)
	grouped = regexp.MustCompile(`^(?:\d{4}[ \x{a0}-]){3}\d{1,7}$|^\d{4}[ \x{a0}-]\d{6}[ \x{a0}-]\d{4,5}$`)
	local   = regexp.MustCompile(`^\d{3}[-. ]\d{4}$`)
	version = regexp.MustCompile(`^\d{1,3}(?:\.\d{1,3}){2,}$`)
)

// card reports whether digits look like those of a payment card: in its groups,
// or of a known kind and with the check digit right. Ids of Intercom, which are
// as long, begin otherwise.
func card(s, d string) bool {
	if len(d) < 13 || len(d) > 19 {
		return false
	}
	if grouped.MatchString(s) {
		return true
	}
	return luhn(d) && (strings.ContainsRune("456", rune(d[0])) || d[:2] == "34" || d[:2] == "37" || d[:2] == "36" || d[:2] == "35" ||
		d[0] == '3' && (d[1] == '0' || d[1] == '8') || d[:4] >= "2221" && d[:4] <= "2720")
}

func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		x := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if x *= 2; x > 9 {
				x -= 9
			}
		}
		sum += x
	}
	return sum%10 == 0
}

// telephone reports whether a run of digits is written as a telephone number.
func telephone(s, d string) bool {
	if len(d) < 7 || len(d) > 15 || date.MatchString(s) || version.MatchString(s) {
		return false
	}
	groups := len(strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }))
	switch {
	case s[0] == '+' || s[0] == '(':
		return true
	case d[0] == '0':
		return groups > 1 || len(d) >= 9
	case local.MatchString(s):
		return true
	default:
		return groups >= 3 && len(d) >= 9 && !strings.ContainsAny(s, "/")
	}
}

// phone masks a telephone number. What comes out can be nobody's: no country
// has the code 999, and no exchange is called 555.
func (m *Mask) phone(s string) string {
	if m.issued[s] {
		return s
	}
	d := digits(s)
	bits := m.stream("phone", d, 0)
	n := 0
	plus := strings.HasPrefix(strings.TrimSpace(s), "+")
	out := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		n++
		switch {
		case plus && n <= 3:
			return '9'
		case !plus && n == 1 && r == '0':
			return '0'
		case !plus && n <= 4:
			return '5'
		default:
			return rune('0' + bits.below(10))
		}
	}, s)
	return m.issueDigits(out)
}

// issueDigits is issue for numbers, of which a line may hold only the beginning
// or the end.
func (m *Mask) issueDigits(s string) string {
	if len(m.parts) >= maxIssued {
		clear(m.parts)
	}
	d := digits(s)
	for n := 6; n <= len(d); n++ {
		m.parts[d[:n]], m.parts[d[len(d)-n:]] = true, true
	}
	return m.issue(s)
}

// cardNumber masks the number of a card: no bank's, and with a check digit that
// is wrong.
func (m *Mask) cardNumber(s string) string {
	d := []byte(digits(s))
	bits := m.stream("card", string(d), 0)
	for i := range d {
		d[i] = byte('0' + bits.below(10))
	}
	d[0] = '9'
	if luhn(string(d)) {
		d[len(d)-1] = '0' + (d[len(d)-1]-'0'+1)%10
	}
	n := 0
	return m.issueDigits(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		n++
		return rune(d[n-1])
	}, s))
}
