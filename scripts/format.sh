#!/usr/bin/env bash
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source scripts/toolchain.sh
swift format --in-place --parallel --recursive "${swift_folders[@]}" Package.swift
