import ArgumentParser

@main
struct Headroom: ParsableCommand {
}
