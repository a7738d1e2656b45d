package uitest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// textPrefix starts literal text in a key script; it reaches to the end of the line.
const textPrefix = "text:"

var named = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "insert": tea.KeyInsert,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

var modifiers = map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}

// Keys turns a script into the key presses a terminal would report for it:
//
//	"j j enter"            keys by the name Bubble Tea gives them, separated by spaces
//	"ctrl+k shift+tab"     with modifiers
//	"r text:Hello, Ada"    "text:" types everything up to the end of the line
//	"text:one\nenter"      a script may have several lines
//
// A name that no key has fails the test.
func Keys(t TB, script string) []tea.KeyPressMsg {
	t.Helper()
	keys, err := ParseKeys(script)
	if err != nil {
		t.Fatalf("key script %q: %v", script, err)
	}
	return keys
}

// ParseKeys is [Keys] for callers that report the error themselves.
func ParseKeys(script string) ([]tea.KeyPressMsg, error) {
	var keys []tea.KeyPressMsg
	for line := range strings.Lines(script) {
		rest := strings.TrimRight(line, "\r\n")
		for {
			rest = strings.TrimLeft(rest, " \t")
			if rest == "" {
				break
			}
			if text, ok := strings.CutPrefix(rest, textPrefix); ok {
				typed, err := typeText(text)
				if err != nil {
					return nil, err
				}
				keys = append(keys, typed...)
				break
			}
			var name string
			name, rest, _ = strings.Cut(rest, " ")
			key, err := parseKey(name)
			if err != nil {
				return nil, err
			}
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// typeText is what the terminal decoder makes of text that is typed, one press for each
// character as a person sees it.
func typeText(text string) ([]tea.KeyPressMsg, error) {
	var (
		keys []tea.KeyPressMsg
		dec  uv.EventDecoder
	)
	for b := []byte(text); len(b) > 0; {
		if r, _ := utf8.DecodeRune(b); r == utf8.RuneError || unicode.IsControl(r) {
			return nil, fmt.Errorf("text holds %q, which nobody types", b[:1])
		}
		n, event := dec.Decode(b)
		press, ok := event.(uv.KeyPressEvent)
		if !ok || n == 0 {
			return nil, fmt.Errorf("text %q is not typed as keys", b)
		}
		keys = append(keys, tea.KeyPressMsg(press))
		b = b[n:]
	}
	return keys, nil
}

func parseKey(name string) (tea.KeyPressMsg, error) {
	var mod tea.KeyMod
	base := name
	for {
		prefix, rest, ok := strings.Cut(base, "+")
		m, known := modifiers[prefix]
		if !ok || !known || rest == "" {
			break
		}
		mod |= m
		base = rest
	}
	if code, ok := named[base]; ok {
		key := tea.KeyPressMsg{Code: code, Mod: mod}
		if code == tea.KeySpace && mod == 0 {
			key.Text = " "
		}
		return key, nil
	}
	if utf8.RuneCountInString(base) != 1 {
		return tea.KeyPressMsg{}, fmt.Errorf("unknown key %q", name)
	}
	if mod == 0 {
		keys, err := typeText(base)
		if err != nil {
			return tea.KeyPressMsg{}, err
		}
		return keys[0], nil
	}
	r, _ := utf8.DecodeRuneInString(base)
	if mod == tea.ModShift {
		return tea.KeyPressMsg{}, fmt.Errorf("write %q as the character it types", name)
	}
	return tea.KeyPressMsg{Code: r, Mod: mod}, nil
}
