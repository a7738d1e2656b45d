package composer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"parley/api/desk"
)

// secrets warns of what should not stand in a message: card numbers
// anywhere, keys and passwords where the customer reads them.
func (l *linter) secrets() {
	if hasCard(l.in.Text) {
		l.warnf("It holds what looks like a card number.")
	}
	if l.in.Mode == desk.ModeNote {
		return
	}
	if hasKey(l.in.Text) {
		l.warnf("It holds what looks like a secret key.")
	}
	if hasPassword(l.in.Text) {
		l.warnf("It holds what looks like a password.")
	}
}

// keyShape is the shape of a key, in whose group the secret part stands, and
// what a text must hold in lower case to be worth the search.
type keyShape struct {
	needs []string
	shape *regexp.Regexp
}

// keyShapes are keys that their issuers gave a mark of their own, and keys
// that are introduced as such.
var keyShapes = []keyShape{
	{[]string{"sk_", "rk_"}, regexp.MustCompile(`\b(?:sk|rk)_(?:live|test)_([0-9A-Za-z]{16,})`)},                        // Stripe
	{[]string{"whsec_"}, regexp.MustCompile(`\bwhsec_([0-9A-Za-z+/=]{20,})`)},                                           // Stripe
	{[]string{"sk-"}, regexp.MustCompile(`\bsk-([0-9A-Za-z_-]{20,})`)},                                                  // OpenAI, Anthropic
	{[]string{"gh", "github_pat_"}, regexp.MustCompile(`\b(?:gh[pousr]_|github_pat_)([0-9A-Za-z_]{20,})`)},              // GitHub
	{[]string{"glpat-"}, regexp.MustCompile(`\bglpat-([0-9A-Za-z_-]{20,})`)},                                            // GitLab
	{[]string{"xox"}, regexp.MustCompile(`\bxox[abeoprs]-([0-9A-Za-z-]{20,})`)},                                         // Slack
	{[]string{"akia", "asia"}, regexp.MustCompile(`\b(?:AKIA|ASIA)([0-9A-Z]{16})\b`)},                                   // AWS
	{[]string{"aiza"}, regexp.MustCompile(`\bAIza([0-9A-Za-z_-]{35})`)},                                                 // Google
	{[]string{"sg."}, regexp.MustCompile(`\bSG\.([0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{32,})`)},                             // SendGrid
	{[]string{"npm_", "hf_", "shpat_", "pypi-"}, regexp.MustCompile(`\b(?:npm_|hf_|shpat_|pypi-)([0-9A-Za-z_-]{28,})`)}, // registries, Shopify
	{[]string{"dg9ro"}, regexp.MustCompile(`\bdG9rO([0-9A-Za-z+/_-]{24,})`)},                                            // Intercom
	{[]string{"eyj"}, regexp.MustCompile(`\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.([\w-]{16,})`)},                 // JSON web tokens
	{[]string{"private key-----"}, regexp.MustCompile(`-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s+(\S{16,})`)},        // PEM
	{[]string{"bearer"}, regexp.MustCompile(`(?i)\bbearer\s+([0-9A-Za-z._~+/-]{20,})`)},                                 // an HTTP header
	{[]string{"://"}, regexp.MustCompile(`\b[a-z][a-z0-9+]{2,}://[^\s:/@]+:([^\s:/@]{6,})@[0-9A-Za-z.-]+`)},             // a password in an address
	{
		[]string{"key", "token"},
		regexp.MustCompile(`(?i)\b(?:api|secret|access|private|auth)[ _-]?(?:key|token)["']?\s*(?:is|ist|=|:|=>)\s*["']?([0-9A-Za-z._~+/=-]{16,})`),
	},
}

// hasKey reports whether a text holds something that looks like a key and not
// like an example of one.
func hasKey(text string) bool {
	lower := strings.ToLower(text)
	for _, k := range keyShapes {
		if !holdsAny(lower, k.needs) {
			continue
		}
		for _, m := range k.shape.FindAllStringSubmatch(text, -1) {
			if !sample(m[1]) {
				return true
			}
		}
	}
	return false
}

func holdsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// sample reports whether a key is one that stands for others: "xxxx", "your
// key", "EXAMPLE", or next to no different characters or no digit at all.
func sample(s string) bool {
	lower := strings.ToLower(s)
	for _, w := range []string{"xxxx", "your", "example", "sample", "dummy", "placeholder", "redacted", "....", "123456789"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	kinds := map[rune]bool{}
	digit := false
	for _, r := range lower {
		kinds[r] = true
		digit = digit || unicode.IsDigit(r)
	}
	return len(kinds) < 6 || !digit && len(s) < 32
}

// passwordWords are the word in a few languages.
var passwordWords = []string{
	"password", "passwort", "kennwort", "passwd", "pwd", "mot de passe", "contraseña", "clave", "senha", "palavra-passe", "wachtwoord", "passphrase",
}

// passwordShape is the word, a verb or a colon, and what follows.
var passwordShape = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + strings.Join(passwordWords, "|") + `)` +
	`(?:\s+(?:is|ist|lautet|est|es|é|to|auf)(?:\s+now)?\s*:?|\s*[:=])[\s"'“„«` + "`" + `*]*(\S+)`)

// hasPassword reports whether a text tells a password.
func hasPassword(text string) bool {
	if !holdsAny(strings.ToLower(text), passwordWords) {
		return false
	}
	for _, m := range passwordShape.FindAllStringSubmatch(text, -1) {
		if s := strings.Trim(m[1], "\"'“”„«»`*.,;:)("); password(s) {
			return true
		}
	}
	return false
}

// password tells passwords from the words, numbers and links that stand in
// the same place in a sentence.
func password(s string) bool {
	if len(s) < 6 || len(s) > 64 || strings.Contains(s, "://") || strings.ContainsAny(s[:1], "{<[") {
		return false
	}
	lower := strings.ToLower(s)
	if strings.HasPrefix(lower, "www.") || strings.Contains(lower, "xxxx") || strings.Trim(s, "*•.") == "" {
		return false
	}
	letter, digit, sign := false, false, false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letter = true
		case unicode.IsDigit(r):
			digit = true
		case strings.ContainsRune("!#$%&*+=?@^_~", r):
			sign = true
		}
	}
	return letter && (digit || sign)
}

// cardShape is 13 to 19 digits, bare or in the groups that cards print.
var cardShape = regexp.MustCompile(`\d{4}([ -])\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}([ -])\d{6}[ -]\d{4,5}|\d{13,19}`)

// hasCard reports whether a text holds the number of a payment card: of a
// card network's numbers, with a check digit that is right, and no part of
// something longer such as an id or an address.
func hasCard(text string) bool {
	for _, at := range cardShape.FindAllStringIndex(text, -1) {
		if at[0] > 0 && strings.ContainsRune("0123456789#/=_-.", rune(text[at[0]-1])) || at[0] > 0 && letterByte(text[at[0]-1]) {
			continue
		}
		if at[1] < len(text) && (text[at[1]] >= '0' && text[at[1]] <= '9' || text[at[1]] == '-' || text[at[1]] == '_' || letterByte(text[at[1]])) {
			continue
		}
		digits := strings.NewReplacer(" ", "", "-", "").Replace(text[at[0]:at[1]])
		if network(digits) && luhn(digits) {
			return true
		}
	}
	return false
}

func letterByte(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// network reports whether a card network gives out such numbers.
func network(d string) bool {
	n := len(d)
	starts := func(from, to string) bool { return d[:len(from)] >= from && d[:len(to)] <= to }
	switch {
	case starts("4", "4"):
		return n == 13 || n == 16 || n == 19 // Visa
	case starts("51", "55"), starts("2221", "2720"):
		return n == 16 // Mastercard
	case starts("34", "34"), starts("37", "37"):
		return n == 15 // American Express
	case starts("36", "36"), starts("38", "39"), starts("300", "305"):
		return n == 14 // Diners Club
	case starts("6011", "6011"), starts("644", "659"), starts("3528", "3589"):
		return n == 16 // Discover, JCB
	case starts("62", "62"):
		return n >= 16 // UnionPay
	default:
		return false
	}
}

// luhn reports whether the check digit of a number is right.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
