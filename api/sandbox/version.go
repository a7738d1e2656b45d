package sandbox

import (
	"strconv"
	"strings"
)

// version is an API version as one comparable number: 2.9 is 209, 2.16 is 216.
type version int

const (
	v210    version = 210
	v211    version = 211
	v212    version = 212
	v213    version = 213
	v214    version = 214
	v215    version = 215
	v216    version = 216
	preview version = 999
)

// parseVersion reads the value of an Intercom-Version header and accepts the
// published list: 1.0 to 1.4, 2.0 to 2.16 and Preview.
func parseVersion(s string) (version, bool) {
	if strings.EqualFold(s, "Preview") || strings.EqualFold(s, "Unstable") {
		return preview, true
	}
	major, minor, ok := strings.Cut(s, ".")
	if !ok || minor == "" || (len(minor) > 1 && minor[0] == '0') {
		return 0, false
	}
	ma, err1 := strconv.Atoi(major)
	mi, err2 := strconv.Atoi(minor)
	if err1 != nil || err2 != nil || mi < 0 {
		return 0, false
	}
	switch {
	case ma == 1 && mi <= 4, ma == 2 && mi <= 16:
		return version(ma*100 + mi), true
	}
	return 0, false
}

func (v version) String() string {
	if v == preview {
		return "Preview"
	}
	return strconv.Itoa(int(v)/100) + "." + strconv.Itoa(int(v)%100)
}
