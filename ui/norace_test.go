//go:build !race

package ui_test

const underRace = false
