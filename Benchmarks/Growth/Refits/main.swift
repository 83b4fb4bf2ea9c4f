// Refits the logistics of a file of doubles (rows of points, a column each history) and says how
// long it took, in milliseconds of processor time; the parameters go to standard output.
//
//   refits FILE POINTS HISTORIES CEILING RATE MIDPOINT ROUNDS

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

let words = CommandLine.arguments
guard words.count == 8, let points = Int(words[2]), let count = Int(words[3]),
  let rounds = Int(words[7]), let file = fopen(words[1], "rb")
else {
  fputs("usage: refits FILE POINTS HISTORIES CEILING RATE MIDPOINT ROUNDS\n", stderr)
  exit(64)
}
var observations = [Double](repeating: 0, count: points * count)
guard fread(&observations, 8, points * count, file) == points * count else { exit(66) }
let places = (0..<points).map { Double($0) / Double(points - 1) - 0.5 }
let start = words[4...6].map { Double($0) ?? .nan }
var result: [Double] = []
for _ in 0..<rounds {
  let begin = clock()
  result = LogisticBatch.refit(
    start: start,
    places: places,
    observations: observations,
    count: count
  )
  fputs("\(Double(clock() - begin) * 1000 / Double(CLOCKS_PER_SEC))\n", stderr)
}
for index in 0..<count {
  print(result[index], result[count + index], result[2 * count + index])
}
