package richtext

import (
	"fmt"
	"strings"
)

// maxSignature is how many lines may follow "-- " to be taken for a signature.
const maxSignature = 15

type foldKind uint8

const (
	notFolded foldKind = iota
	quoted
	signature
)

// fold is a range of lines that is shown as one line until it is unfolded.
type fold struct {
	kind       foldKind
	leaf0, end int32
}

// words say how much is folded.
func (f *fold) words() string {
	if f.kind == signature {
		return fmt.Sprintf("signature, %d lines", f.end-f.leaf0)
	}
	return fmt.Sprintf("%d quoted lines", f.end-f.leaf0)
}

// folder decides which lines of a document are folded.
type folder struct {
	d     *Document
	areas []area
	kinds []foldKind
}

// fold finds quoted history and signatures. New text is never folded: a line is only taken for quoted
// where a mail program marked it so, or where it stands under one of the usual headings.
func (b *builder) fold() {
	f := &folder{d: b.d, areas: b.areas, kinds: make([]foldKind, len(b.d.leaves))}
	f.findForwards()
	f.byMarks()
	f.byText()
	f.signatures()
	if !f.nothingLeft() {
		f.group()
	}
}

// line returns the text of line i, or nothing for what is not a plain line.
func (f *folder) line(i int) string {
	if i < 0 || i >= len(f.d.leaves) {
		return ""
	}
	l := &f.d.leaves[i]
	if l.kind == row || l.to-l.from > 1000 {
		return ""
	}
	return f.d.text[l.from:l.to]
}

// findForwards marks areas that hold a forwarded message.
func (f *folder) findForwards() {
	last := int32(0)
	for i := range f.d.leaves {
		a := f.d.leaves[i].area
		if a == 0 || a == last {
			continue
		}
		last = a
		if s := f.line(i); s != "" && isForwardLine(s) {
			f.areas[a-1].forwards = true
		}
	}
}

// byMarks takes what mail programs marked.
func (f *folder) byMarks() {
	for i := range f.d.leaves {
		l := &f.d.leaves[i]
		switch {
		case l.area != 0 && f.areas[l.area-1].forwards:
		case l.flags&inCite != 0, l.area != 0 && !f.areas[l.area-1].hasCite:
			f.kinds[i] = quoted
		case l.flags&inSignature != 0:
			f.kinds[i] = signature
		}
	}
}

// byText takes lines under a heading of an earlier message, and lines that begin with ">".
func (f *folder) byText() {
	n := len(f.d.leaves)
	angles := f.angles()
	for i := range n {
		l := &f.d.leaves[i]
		s := f.line(i)
		switch {
		case f.kinds[i] != notFolded || s == "" || l.area != 0 && f.areas[l.area-1].forwards:
		case s[0] == '>' && angles:
			f.kinds[i] = quoted
		case len(s) < 3 && l.flags&inHeader == 0: // too short for a heading
		case isForwardLine(s):
			return
		case isOriginalLine(s), f.isHeader(i):
			f.takeFrom(i)
			return
		}
	}
	for i := n - 2; i >= 0; i-- {
		f.credit(i)
	}
}

// angles reports whether lines that begin with ">" are quotations here: a credit stands above one, or
// there are three in a row.
func (f *folder) angles() bool {
	inRow := 0
	for i := range f.d.leaves {
		s := f.line(i)
		if s == "" || s[0] != '>' {
			inRow = 0
			continue
		}
		if inRow++; inRow == 3 || isCreditLine(f.line(i-1)) || isCreditLine(f.line(i-2)+" "+f.line(i-1)) {
			return true
		}
	}
	return false
}

// isHeader reports whether the sender line of an earlier message stands at i, its date within the lines below.
func (f *folder) isHeader(i int) bool {
	if f.d.leaves[i].flags&inHeader != 0 {
		return true
	}
	if !hasField(f.line(i), senderFields) {
		return false
	}
	for j := i + 1; j < i+4; j++ {
		if hasField(f.line(j), dateFields) {
			return true
		}
	}
	return false
}

// takeFrom folds everything from line i on, with the rule above it.
func (f *folder) takeFrom(i int) {
	if i > 0 && (f.d.leaves[i-1].kind == rule || len(f.line(i-1)) > 5 && strings.Trim(f.line(i-1), "_") == "") {
		i--
	}
	for ; i < len(f.kinds); i++ {
		f.kinds[i] = quoted
	}
}

// credit folds the line that announces the quotation below it; it may be broken in two.
func (f *folder) credit(i int) {
	if f.kinds[i] != notFolded || f.kinds[i+1] != quoted {
		return
	}
	l := &f.d.leaves[i]
	if l.area != 0 && f.areas[l.area-1].forwards {
		return
	}
	switch {
	case l.flags&isCredit != 0, isCreditLine(f.line(i)):
		f.kinds[i] = quoted
	case i > 0 && f.kinds[i-1] == notFolded && isCreditLine(f.line(i-1)+" "+f.line(i)):
		f.kinds[i], f.kinds[i-1] = quoted, quoted
	}
}

// signatures folds what follows a line "-- " up to the quoted part, when it is short.
func (f *folder) signatures() {
	n := len(f.kinds)
	for i := n - 1; i >= 0; i-- {
		if s := f.line(i); !strings.HasPrefix(s, "--") || f.kinds[i] != notFolded || f.d.leaves[i].kind == verbatim ||
			strings.TrimRight(s, " "+nbsp) != "--" {
			continue
		}
		end := i
		for end < n && f.kinds[end] == notFolded {
			end++
		}
		if end-i > maxSignature {
			return
		}
		for j := i; j < end; j++ {
			f.kinds[j] = signature
		}
		return
	}
}

// nothingLeft reports whether folding would hide the whole body.
func (f *folder) nothingLeft() bool {
	for i, k := range f.kinds {
		if k == notFolded && f.d.leaves[i].kind != rule {
			return false
		}
	}
	return true
}

// group makes folds of the lines found. A single line is left as it is: the fold would be no shorter.
func (f *folder) group() {
	for i := 0; i < len(f.kinds); {
		k, end := f.kinds[i], i+1
		for end < len(f.kinds) && f.kinds[end] == k {
			end++
		}
		if k != notFolded && end > i+1 {
			f.d.folds = append(f.d.folds, fold{k, int32(i), int32(end)})
			for j := i; j < end; j++ {
				f.d.leaves[j].fold = int32(len(f.d.folds))
			}
		}
		i = end
	}
}
