<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>MMoEDTM</name>
    <message>
      <source>Reconstruct DTM</source>
      <translation>DTM rekonstruieren</translation>
    </message>
    <message>
      <source>Terrain from one image</source>
      <translation>Gelände aus einem Bild</translation>
    </message>
    <message>
      <source>Makes a digital terrain model at the resolution of one map-projected lunar image from the image and a coarse DEM. Tiles are routed to experts for flat, mountain and crater terrain; their results are blended without seams and tied to the coarse DEM at its own scale. Give the sun's direction if you know it: it is worth more than anything else. Best light: incidence 40 to 60 degrees. Where the image or the DEM has no data, the DTM has none.</source>
      <translation>Erzeugt aus einem kartenprojizierten Mondbild und einem groben DEM ein digitales Geländemodell in der Auflösung des Bildes. Die Kacheln gehen an Experten für ebenes, bergiges und Krater-Gelände; ihre Ergebnisse werden ohne Nähte verbunden und in dessen eigenem Maßstab an das grobe DEM gebunden. Geben Sie die Richtung der Sonne an, wenn Sie sie kennen: Sie ist mehr wert als alles andere. Bestes Licht: Einfallswinkel 40 bis 60 Grad. Wo Bild oder DEM keine Daten haben, hat das DTM keine.</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Map-projected lunar image with one band (LROC NAC, ShadowCam; I/F, radiance or 8 bit), in any format that planetary archives use.</source>
      <translation>Kartenprojiziertes Mondbild mit einem Band (LROC NAC, ShadowCam; I/F, Strahldichte oder 8 Bit) in jedem Format, das planetare Archive benutzen.</translation>
    </message>
    <message>
      <source>Coarse DEM</source>
      <translation>Grobes DEM</translation>
    </message>
    <message>
      <source>Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>Höhen desselben Geländes (SLDEM2015, LOLA, ...) in einem beliebigen KBS auf dem Mond. Höhen über der Kugel von 1737,4 km.</translation>
    </message>
    <message>
      <source>Unit of heights</source>
      <translation>Einheit der Höhen</translation>
    </message>
    <message>
      <source>Unit of the stored heights. Automatic takes the unit, scale and offset of the label or of the file, else recognises kilometres by their range and LOLA's integer products, which hold half-metres, by their name. What is assumed is said.</source>
      <translation>Einheit der gespeicherten Höhen. Automatisch: Einheit, Skala und Versatz aus dem Label oder der Datei; sonst werden Kilometer am Wertebereich und die Ganzzahlprodukte von LOLA, die halbe Meter enthalten, am Namen erkannt. Was angenommen wird, wird gesagt.</translation>
    </message>
    <message>
      <source>Saturated from</source>
      <translation>Gesättigt ab</translation>
    </message>
    <message>
      <source>Brightness from which the image is saturated; such pixels are taken for nodata. ShadowCam images, exposed for permanent shadow, saturate where the sun shines.</source>
      <translation>Helligkeit, ab der das Bild gesättigt ist; solche Pixel gelten als ohne Daten. ShadowCam-Bilder, die für ständigen Schatten belichtet sind, sättigen, wo die Sonne scheint.</translation>
    </message>
    <message>
      <source>Sun</source>
      <translation>Sonne</translation>
    </message>
    <message>
      <source>Automatic takes the angles or the time given, else what the image's label says, else the time in its product's name. 'none' is for ground in permanent shadow, which has no direct sun whatever the label says.</source>
      <translation>Automatisch: die angegebenen Winkel oder die Zeit, sonst was das Label des Bildes sagt, sonst die Zeit im Namen des Produkts. 'none' ist für Gelände in ständigem Schatten, das keine direkte Sonne hat, was auch immer das Label sagt.</translation>
    </message>
    <message>
      <source>Sun azimuth</source>
      <translation>Sonnenazimut</translation>
    </message>
    <message>
      <source>Direction to the sun, degrees clockwise from map north (up in the image's CRS). Left empty, it comes from the time of the image.</source>
      <translation>Richtung zur Sonne in Grad im Uhrzeigersinn von Kartennord (oben im KBS des Bildes). Leer: aus der Zeit des Bildes.</translation>
    </message>
    <message>
      <source>degrees</source>
      <translation>Grad</translation>
    </message>
    <message>
      <source>Sun incidence</source>
      <translation>Einfallswinkel der Sonne</translation>
    </message>
    <message>
      <source>Angle between the sun and the local vertical, degrees (0 overhead, 90 on the horizon). Left empty, it comes from the time of the image.</source>
      <translation>Winkel zwischen der Sonne und der Senkrechten in Grad (0 im Zenit, 90 am Horizont). Leer: aus der Zeit des Bildes.</translation>
    </message>
    <message>
      <source>Time of the image</source>
      <translation>Zeit des Bildes</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51, where the angles are not known. Left empty, the label's, or that of the product's name.</source>
      <translation>UTC, zum Beispiel 2010-09-24T03:57:51, wenn die Winkel nicht bekannt sind. Leer: die des Labels oder die im Namen des Produkts.</translation>
    </message>
    <message>
      <source>Fit the coarse DEM to the image</source>
      <translation>Grobes DEM an das Bild anpassen</translation>
    </message>
    <message>
      <source>Move the coarse DEM to where the experts have least to change in it; on a slope each metre that it lies off is half a metre of height. The DTM then lies where the image does. Switch it off to keep the coarse DEM's own place; neighbouring images that go into one mosaic are fitted together by Reconstruct region. It needs the sun.</source>
      <translation>Verschiebt das grobe DEM dahin, wo die Experten am wenigsten daran zu ändern haben; am Hang ist jeder Meter, den es falsch liegt, ein halber Meter Höhe. Das DTM liegt dann, wo das Bild liegt. Ausgeschaltet behält das grobe DEM seinen Ort; benachbarte Bilder für ein Mosaik passt 'Region rekonstruieren' gemeinsam an. Braucht die Sonne.</translation>
    </message>
    <message>
      <source>Contrast of the image</source>
      <translation>Kontrast des Bildes</translation>
    </message>
    <message>
      <source>Experts read slopes from contrast, so it has to be right. 'as it is' trusts the image, which is right for calibrated I/F and radiance. 'from the DEM' makes the contrast what the slopes of the coarse DEM ask for, if the estimate is reliable; display stretches and logarithms need it. 'auto' does so only where the image is plainly off, by more than a quarter.</source>
      <translation>Die Experten lesen Neigungen aus dem Kontrast, darum muss er stimmen. 'as it is' vertraut dem Bild, was für kalibriertes I/F und Strahldichte richtig ist. 'from the DEM' macht den Kontrast zu dem, was die Neigungen des groben DEM verlangen, wenn die Schätzung verlässlich ist; gestreckte Anzeigebilder und Logarithmen brauchen das. 'auto' tut es nur, wo das Bild deutlich daneben liegt, um mehr als ein Viertel.</translation>
    </message>
    <message>
      <source>Edited tile layer</source>
      <translation>Bearbeiteter Kachellayer</translation>
    </message>
    <message>
      <source>A tile layer written by Classify terrain, with its field 'class' edited. Left empty, the router decides.</source>
      <translation>Ein Kachellayer von 'Gelände klassifizieren', dessen Feld 'class' bearbeitet ist. Leer: Der Router entscheidet.</translation>
    </message>
    <message>
      <source>Expert pack</source>
      <translation>Expertenpaket</translation>
    </message>
    <message>
      <source>Name of a shipped pack or the folder of another one.</source>
      <translation>Name eines mitgelieferten Pakets oder Ordner eines anderen.</translation>
    </message>
    <message>
      <source>Tiling</source>
      <translation>Kachelung</translation>
    </message>
    <message>
      <source>'pack' shares the image out to the router's cells and lets neighbours of one class merge to larger tiles. 'paper' has tiles of 256 x 320 pixels that share 100: twice the work, with heights that differ by about a hundredth of their error. Tile sizes that are given overrule both.</source>
      <translation>'pack' teilt das Bild in die Zellen des Routers und lässt Nachbarn einer Klasse zu größeren Kacheln verschmelzen. 'paper' hat Kacheln von 256 x 320 Pixeln, die sich 100 teilen: doppelte Arbeit, mit Höhen, die um etwa ein Hundertstel ihres Fehlers abweichen. Angegebene Kachelgrößen gehen beiden vor.</translation>
    </message>
    <message>
      <source>Tile height</source>
      <translation>Kachelhöhe</translation>
    </message>
    <message>
      <source>Rows of a tile, a multiple of 16. Left empty, as the tiling has it.</source>
      <translation>Zeilen einer Kachel, ein Vielfaches von 16. Leer: wie die Kachelung es vorsieht.</translation>
    </message>
    <message>
      <source>pixels</source>
      <translation>Pixel</translation>
    </message>
    <message>
      <source>Tile width</source>
      <translation>Kachelbreite</translation>
    </message>
    <message>
      <source>Columns of a tile, a multiple of 16. Left empty, as the tiling has it.</source>
      <translation>Spalten einer Kachel, ein Vielfaches von 16. Leer: wie die Kachelung es vorsieht.</translation>
    </message>
    <message>
      <source>Tile overlap</source>
      <translation>Kachelüberlappung</translation>
    </message>
    <message>
      <source>Pixels that neighbouring tiles share. Left empty, as the tiling has it.</source>
      <translation>Pixel, die sich benachbarte Kacheln teilen. Leer: wie die Kachelung es vorsieht.</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>Plan</translation>
    </message>
    <message>
      <source>A plan that Plan DTM wrote: what it decided is done. Image and coarse DEM are only to be given where they lie elsewhere now.</source>
      <translation>Ein Plan von 'DTM planen': Was er entschieden hat, wird getan. Bild und grobes DEM sind nur anzugeben, wenn sie jetzt anderswo liegen.</translation>
    </message>
    <message>
      <source>Run on</source>
      <translation>Rechnen auf</translation>
    </message>
    <message>
      <source>Where the experts run. Automatic takes a GPU when there is one. A provider asked for by name that is absent is an error. openvino is for processors that compute in bfloat16: about two thirds of the time, heights that differ by centimetres.</source>
      <translation>Worauf die Experten rechnen. Automatisch: eine Grafikkarte, wenn es eine gibt. Ein namentlich verlangter Anbieter, der fehlt, ist ein Fehler. openvino ist für Prozessoren, die in bfloat16 rechnen: etwa zwei Drittel der Zeit, Höhen, die um Zentimeter abweichen.</translation>
    </message>
    <message>
      <source>Tiles at a time</source>
      <translation>Kacheln zugleich</translation>
    </message>
    <message>
      <source>Tiles computed at the same time on a CPU; 0 for one per core. The result does not depend on it.</source>
      <translation>Kacheln, die ein Prozessor zugleich berechnet; 0 für eine je Kern. Das Ergebnis hängt nicht davon ab.</translation>
    </message>
    <message>
      <source>Dask scheduler</source>
      <translation>Dask-Scheduler</translation>
    </message>
    <message>
      <source>Where a cluster computes the blocks: local:N for N processes of this machine, the address of a scheduler like tcp://host:8786, or a scheduler file. Its workers must see the inputs under the same paths. Left empty, the threads of this process do.</source>
      <translation>Wo ein Cluster die Blöcke rechnet: local:N für N Prozesse dieses Rechners, die Adresse eines Schedulers wie tcp://host:8786 oder eine Scheduler-Datei. Seine Worker müssen die Eingaben unter denselben Pfaden sehen. Leer: die Threads dieses Prozesses.</translation>
    </message>
    <message>
      <source>Go on where a run stopped</source>
      <translation>Weitermachen, wo ein Lauf stehen blieb</translation>
    </message>
    <message>
      <source>Take the blocks that a cancelled or killed run with the same settings and inputs has finished. Switched off, all are computed again.</source>
      <translation>Übernimmt die Blöcke, die ein abgebrochener oder beendeter Lauf mit denselben Einstellungen und Eingaben fertig hat. Ausgeschaltet werden alle neu berechnet.</translation>
    </message>
    <message>
      <source>DTM</source>
      <translation>DTM</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres above the 1737.4 km sphere.</source>
      <translation>GeoTIFF mit Höhen in Metern über der Kugel von 1737,4 km.</translation>
    </message>
    <message>
      <source>Tiles with terrain classes</source>
      <translation>Kacheln mit Geländeklassen</translation>
    </message>
    <message>
      <source>Polygon layer of the tiles and their classes.</source>
      <translation>Polygonlayer der Kacheln und ihrer Klassen.</translation>
    </message>
    <message>
      <source>Spread of overlapping tiles</source>
      <translation>Streuung überlappender Kacheln</translation>
    </message>
    <message>
      <source>Standard deviation in metres between the experts where tiles overlap: small means that they agree. Zero where only one tile reaches.</source>
      <translation>Standardabweichung in Metern zwischen den Experten, wo Kacheln überlappen: Klein heißt, dass sie übereinstimmen. Null, wo nur eine Kachel hinreicht.</translation>
    </message>
    <message>
      <source>Folder for the DTMs of single tiles</source>
      <translation>Ordner für die DTMs einzelner Kacheln</translation>
    </message>
    <message>
      <source>One GeoTIFF for each tile, for Mosaic DTMs.</source>
      <translation>Ein GeoTIFF je Kachel, für 'DTMs mosaikieren'.</translation>
    </message>
    <message>
      <source>Provider that ran</source>
      <translation>Benutzter Anbieter</translation>
    </message>
    <message>
      <source>Tiles computed</source>
      <translation>Berechnete Kacheln</translation>
    </message>
    <message>
      <source>Pixels with a height (%)</source>
      <translation>Pixel mit Höhe (%)</translation>
    </message>
    <message>
      <source>Coarse DEM moved east (m)</source>
      <translation>Grobes DEM nach Osten verschoben (m)</translation>
    </message>
    <message>
      <source>Coarse DEM moved north (m)</source>
      <translation>Grobes DEM nach Norden verschoben (m)</translation>
    </message>
    <message>
      <source>Standard error of the move, both axes (m)</source>
      <translation>Standardfehler der Verschiebung, beide Achsen (m)</translation>
    </message>
    <message>
      <source>Standard error of the move east (m)</source>
      <translation>Standardfehler der Verschiebung nach Osten (m)</translation>
    </message>
    <message>
      <source>Standard error of the move north (m)</source>
      <translation>Standardfehler der Verschiebung nach Norden (m)</translation>
    </message>
    <message>
      <source>Contrast of the image over that of the shaded DEM</source>
      <translation>Kontrast des Bildes durch den des schattierten DEM</translation>
    </message>
    <message>
      <source>Contrast estimate is reliable</source>
      <translation>Kontrastschätzung ist verlässlich</translation>
    </message>
    <message>
      <source>Taken off the image's brightness</source>
      <translation>Von der Helligkeit des Bildes abgezogen</translation>
    </message>
    <message>
      <source>Digest of the plan</source>
      <translation>Prüfsumme des Plans</translation>
    </message>
    <message>
      <source>Pixels that experts compute for each pixel</source>
      <translation>Pixel, die Experten je Pixel berechnen</translation>
    </message>
    <message>
      <source>Seconds in all</source>
      <translation>Sekunden insgesamt</translation>
    </message>
    <message>
      <source>Seconds inside ONNX Runtime</source>
      <translation>Sekunden in ONNX Runtime</translation>
    </message>
    <message>
      <source>Plan DTM</source>
      <translation>DTM planen</translation>
    </message>
    <message>
      <source>Decides everything that Reconstruct DTM decides before its first tile, and writes it as a plan: to look at, to keep, or to run on another machine. The same plan gives the same bytes on machines of the same processor type and versions, elsewhere heights within two millimetres.</source>
      <translation>Entscheidet alles, was 'DTM rekonstruieren' vor der ersten Kachel entscheidet, und schreibt es als Plan: zum Ansehen, zum Aufheben oder für einen anderen Rechner. Derselbe Plan gibt auf Rechnern mit gleichem Prozessortyp und gleichen Versionen dieselben Bytes, anderswo Höhen innerhalb von zwei Millimetern.</translation>
    </message>
    <message>
      <source>JSON: inputs with their digests, sun, contrast, place of the coarse DEM, cells with their classes, experts.</source>
      <translation>JSON: Eingaben mit ihren Prüfsummen, Sonne, Kontrast, Ort des groben DEM, Zellen mit ihren Klassen, Experten.</translation>
    </message>
    <message>
      <source>Blocks</source>
      <translation>Blöcke</translation>
    </message>
    <message>
      <source>Tiles</source>
      <translation>Kacheln</translation>
    </message>
    <message>
      <source>Reconstruct region</source>
      <translation>Region rekonstruieren</translation>
    </message>
    <message>
      <source>Makes DTMs of many map-projected images of one region over one coarse DEM, one mosaic of them, a layer of the frames and a report with a map. The places of the coarse DEM under all images are fitted together, so that neighbours agree. A frame that fails is reported and does not stop the others. Started again with the same folder, it does what is missing.</source>
      <translation>Erzeugt DTMs vieler kartenprojizierter Bilder einer Region über einem groben DEM, ein Mosaik daraus, einen Layer der Aufnahmen und einen Bericht mit Karte. Die Orte des groben DEM unter allen Bildern werden gemeinsam angepasst, sodass Nachbarn übereinstimmen. Eine Aufnahme, die scheitert, wird gemeldet und hält die anderen nicht auf. Mit demselben Ordner neu gestartet, wird getan, was fehlt.</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>A table with a row for each image: a CSV file, or a layer of a GeoPackage (PATH|layername=NAME), with the column path and, where they are known, sun_azimuth, sun_incidence, sun_time, contrast, priority (1 lies on top), classes (an edited tile layer) and coarse_dem (instead of the one below). Relative paths begin at the folder of the table. Or a folder of images.</source>
      <translation>Eine Tabelle mit einer Zeile je Bild: eine CSV-Datei oder ein Layer eines GeoPackage (PFAD|layername=NAME) mit der Spalte path und, soweit bekannt, sun_azimuth, sun_incidence, sun_time, contrast, priority (1 liegt oben), classes (ein bearbeiteter Kachellayer) und coarse_dem (statt des untenstehenden). Relative Pfade beginnen beim Ordner der Tabelle. Oder ein Ordner mit Bildern.</translation>
    </message>
    <message>
      <source>Pattern of names</source>
      <translation>Muster der Namen</translation>
    </message>
    <message>
      <source>Which files of a folder are images, and with **/ those of its subfolders.</source>
      <translation>Welche Dateien eines Ordners Bilder sind, mit **/ auch die seiner Unterordner.</translation>
    </message>
    <message>
      <source>Elevation of the region (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>Höhen der Region (SLDEM2015, LOLA, ...) in einem beliebigen KBS auf dem Mond. Höhen über der Kugel von 1737,4 km.</translation>
    </message>
    <message>
      <source>Fit the coarse DEM</source>
      <translation>Grobes DEM anpassen</translation>
    </message>
    <message>
      <source>'together' fits the places of the coarse DEM under all images at once: each image tells where it wants it, overlapping images tell how far they lie apart, and neighbours get moves that agree. 'each' fits every image by itself, as Reconstruct DTM does. 'none' leaves the coarse DEM where it lies.</source>
      <translation>'together' passt die Orte des groben DEM unter allen Bildern zugleich an: Jedes Bild sagt, wo es das DEM haben will, überlappende Bilder sagen, wie weit sie auseinander liegen, und Nachbarn erhalten Verschiebungen, die zusammenpassen. 'each' passt jedes Bild für sich an wie 'DTM rekonstruieren'. 'none' lässt das grobe DEM, wo es liegt.</translation>
    </message>
    <message>
      <source>Where frames overlap</source>
      <translation>Wo Aufnahmen überlappen</translation>
    </message>
    <message>
      <source>'blend' weighs each frame by the distance to its border. 'priority' puts the frame with the least number in the column priority on top, and of equals the first of the table.</source>
      <translation>'blend' gewichtet jede Aufnahme mit dem Abstand zu ihrem Rand. 'priority' legt die Aufnahme mit der kleinsten Zahl in der Spalte priority nach oben, von gleichen die erste der Tabelle.</translation>
    </message>
    <message>
      <source>Width of the transition</source>
      <translation>Breite des Übergangs</translation>
    </message>
    <message>
      <source>Pixels over which a weight rises from the border of a frame.</source>
      <translation>Pixel, über die ein Gewicht vom Rand einer Aufnahme an steigt.</translation>
    </message>
    <message>
      <source>Level the frames</source>
      <translation>Aufnahmen auf eine Höhe bringen</translation>
    </message>
    <message>
      <source>Bring overlapping frames to one level in the mosaic, tied to the coarse DEM, by an offset each, or by an offset and a tilt. The DTMs of the frames stay as they are.</source>
      <translation>Bringt überlappende Aufnahmen im Mosaik auf eine Höhe, gebunden an das grobe DEM, durch je einen Versatz oder durch Versatz und Kippung. Die DTMs der Aufnahmen bleiben, wie sie sind.</translation>
    </message>
    <message>
      <source>Fill gaps from the coarse DEM</source>
      <translation>Lücken aus dem groben DEM füllen</translation>
    </message>
    <message>
      <source>Where no frame has a height, the mosaic takes that of the coarse DEM, moved near the frames by what it differs from them there.</source>
      <translation>Wo keine Aufnahme eine Höhe hat, nimmt das Mosaik die des groben DEM, nahe den Aufnahmen um das verschoben, worin es dort von ihnen abweicht.</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Holds mosaic.tif, frames.gpkg, report.html, and in frames/ a DTM for each image. A run that was stopped goes on here; a frame whose image or settings changed is made anew.</source>
      <translation>Enthält mosaic.tif, frames.gpkg, report.html und in frames/ ein DTM je Bild. Ein angehaltener Lauf geht hier weiter; eine Aufnahme, deren Bild oder Einstellungen sich geändert haben, wird neu gemacht.</translation>
    </message>
    <message>
      <source>Frames in the table</source>
      <translation>Aufnahmen in der Tabelle</translation>
    </message>
    <message>
      <source>DTMs made in this run</source>
      <translation>In diesem Lauf erzeugte DTMs</translation>
    </message>
    <message>
      <source>DTMs kept from earlier runs</source>
      <translation>Aus früheren Läufen behaltene DTMs</translation>
    </message>
    <message>
      <source>Frames that failed</source>
      <translation>Gescheiterte Aufnahmen</translation>
    </message>
    <message>
      <source>Pixels of the mosaic with a height (%)</source>
      <translation>Pixel des Mosaiks mit Höhe (%)</translation>
    </message>
    <message>
      <source>RMS difference of overlapping DTMs (m)</source>
      <translation>RMS-Unterschied überlappender DTMs (m)</translation>
    </message>
    <message>
      <source>RMS difference of overlapping previews, each fitted by itself (m)</source>
      <translation>RMS-Unterschied überlappender Vorschauen, jede für sich angepasst (m)</translation>
    </message>
    <message>
      <source>RMS difference of overlapping previews, as fitted (m)</source>
      <translation>RMS-Unterschied überlappender Vorschauen, wie angepasst (m)</translation>
    </message>
    <message>
      <source>Mosaic</source>
      <translation>Mosaik</translation>
    </message>
    <message>
      <source>Layer of frames</source>
      <translation>Layer der Aufnahmen</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Align coarse DEM</source>
      <translation>Grobes DEM ausrichten</translation>
    </message>
    <message>
      <source>Brings a coarse DEM of any lunar CRS onto the grid of an image (bilinear, nodata masked first) and estimates the horizontal shift between the two: the DEM, shaded under the image's sun, is correlated with the image at the scales that both resolve. The shift is reported in metres with a verdict, and applied only when asked for and reliable.</source>
      <translation>Bringt ein grobes DEM in einem beliebigen KBS des Mondes auf das Gitter eines Bildes (bilinear, Pixel ohne Daten vorher ausgeblendet) und schätzt die waagrechte Verschiebung zwischen beiden: Das DEM, unter der Sonne des Bildes schattiert, wird in den Maßstäben, die beide auflösen, mit dem Bild korreliert. Die Verschiebung wird in Metern mit einem Urteil gemeldet und nur angewandt, wenn das verlangt und sie verlässlich ist.</translation>
    </message>
    <message>
      <source>Correct the shift between DEM and image</source>
      <translation>Verschiebung zwischen DEM und Bild berichtigen</translation>
    </message>
    <message>
      <source>Move the coarse DEM by the estimated shift, if the estimate is reliable. The estimate needs the sun and is reported in any case.</source>
      <translation>Verschiebt das grobe DEM um die geschätzte Verschiebung, wenn die Schätzung verlässlich ist. Die Schätzung braucht die Sonne und wird in jedem Fall gemeldet.</translation>
    </message>
    <message>
      <source>Aligned DEM</source>
      <translation>Ausgerichtetes DEM</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres on the image's grid.</source>
      <translation>GeoTIFF mit Höhen in Metern auf dem Gitter des Bildes.</translation>
    </message>
    <message>
      <source>Estimated shift east (m)</source>
      <translation>Geschätzte Verschiebung nach Osten (m)</translation>
    </message>
    <message>
      <source>Estimated shift north (m)</source>
      <translation>Geschätzte Verschiebung nach Norden (m)</translation>
    </message>
    <message>
      <source>Shift is reliable</source>
      <translation>Verschiebung ist verlässlich</translation>
    </message>
    <message>
      <source>Correlation at the shift</source>
      <translation>Korrelation bei der Verschiebung</translation>
    </message>
    <message>
      <source>Pixels with heights (%)</source>
      <translation>Pixel mit Höhen (%)</translation>
    </message>
    <message>
      <source>Classify terrain</source>
      <translation>Gelände klassifizieren</translation>
    </message>
    <message>
      <source>Cuts the image into overlapping tiles, takes the relief (max - min of the coarse DEM) of each, and labels tiles as flat, mountain or crater by a Gaussian Markov random field on the eight neighbours. The class means are the pack's, scaled to the ground size of the tiles. Edit the field 'class' of the tile layer and give it to Reconstruct DTM to overrule the router.</source>
      <translation>Zerlegt das Bild in überlappende Kacheln, nimmt das Relief jeder Kachel (Maximum - Minimum des groben DEM) und bezeichnet sie mit einem Gaußschen Markow-Zufallsfeld über die acht Nachbarn als eben, bergig oder Krater. Die Klassenmittel sind die des Pakets, auf die Größe der Kacheln am Boden umgerechnet. Bearbeiten Sie das Feld 'class' des Kachellayers und geben Sie ihn 'DTM rekonstruieren', um den Router zu überstimmen.</translation>
    </message>
    <message>
      <source>Terrain classes</source>
      <translation>Geländeklassen</translation>
    </message>
    <message>
      <source>Class raster on the image's grid: 1 flat, 2 mountain, 3 crater, 0 none.</source>
      <translation>Klassenraster auf dem Gitter des Bildes: 1 eben, 2 bergig, 3 Krater, 0 keine.</translation>
    </message>
    <message>
      <source>Polygon layer of tiles with row, column, class, relief_m and posterior.</source>
      <translation>Polygonlayer der Kacheln mit row, column, class, relief_m und posterior.</translation>
    </message>
    <message>
      <source>Flat tiles</source>
      <translation>Ebene Kacheln</translation>
    </message>
    <message>
      <source>Mountain tiles</source>
      <translation>Bergige Kacheln</translation>
    </message>
    <message>
      <source>Crater tiles</source>
      <translation>Kraterkacheln</translation>
    </message>
    <message>
      <source>Mosaic DTMs</source>
      <translation>DTMs mosaikieren</translation>
    </message>
    <message>
      <source>Puts any number of DTM tiles or strips (several NAC frames, left and right) into one. In the overlaps the inputs are weighted by linear gradients that fall towards the border of each, or the first one lies on top; values that only one input has are kept. Inputs can be levelled against one another, and gaps filled from a coarse DEM. The grid is that of the first input, extended over all; inputs on another grid are resampled bilinearly. However many inputs there are, only files that touch the rows in work are open, 32 at most.</source>
      <translation>Setzt beliebig viele DTM-Kacheln oder -Streifen (mehrere NAC-Aufnahmen, links und rechts) zu einem zusammen. In den Überlappungen werden die Eingaben mit Gewichten gemittelt, die zum Rand jeder Eingabe hin linear abfallen, oder die erste liegt oben; Werte, die nur eine Eingabe hat, bleiben. Eingaben können gegeneinander auf eine Höhe gebracht und Lücken aus einem groben DEM gefüllt werden. Das Gitter ist das der ersten Eingabe, über alle erweitert; Eingaben auf einem anderen Gitter werden bilinear umgerechnet. Wie viele Eingaben es auch sind, offen sind nur Dateien, die die bearbeiteten Zeilen berühren, höchstens 32.</translation>
    </message>
    <message>
      <source>DTMs</source>
      <translation>DTMs</translation>
    </message>
    <message>
      <source>Two or more DTMs, on the Moon.</source>
      <translation>Zwei oder mehr DTMs auf dem Mond.</translation>
    </message>
    <message>
      <source>Pixels over which a weight rises from the border of an input; 0 takes the first input that has a value.</source>
      <translation>Pixel, über die ein Gewicht vom Rand einer Eingabe an steigt; 0 nimmt die erste Eingabe, die einen Wert hat.</translation>
    </message>
    <message>
      <source>Where inputs overlap</source>
      <translation>Wo Eingaben überlappen</translation>
    </message>
    <message>
      <source>'blend' weighs each input by the distance to its border. 'priority' puts the first input of the list on top, then the second, and so on; each passes into what lies below it over the width of the transition, inside of its border, and is left as it is further in.</source>
      <translation>'blend' gewichtet jede Eingabe mit dem Abstand zu ihrem Rand. 'priority' legt die erste Eingabe der Liste nach oben, dann die zweite und so weiter; jede geht innerhalb ihres Randes über die Breite des Übergangs in das über, was unter ihr liegt, und bleibt weiter innen, wie sie ist.</translation>
    </message>
    <message>
      <source>Coarse DEM beneath</source>
      <translation>Grobes DEM darunter</translation>
    </message>
    <message>
      <source>Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. It fills the gaps, and levels are tied to it. The grid is not extended to it.</source>
      <translation>Höhen desselben Geländes (SLDEM2015, LOLA, ...) in einem beliebigen KBS auf dem Mond. Es füllt die Lücken, und die Höhen werden an es gebunden. Das Gitter wird nicht darauf erweitert.</translation>
    </message>
    <message>
      <source>Where no input has a height, take that of the coarse DEM beneath, moved near the inputs by what it differs from them there; the move fades over the width of the transition (512 pixels at most). Heights of the inputs are kept.</source>
      <translation>Wo keine Eingabe eine Höhe hat, wird die des groben DEM darunter genommen, nahe den Eingaben um das verschoben, worin es dort von ihnen abweicht; das klingt über die Breite des Übergangs ab (höchstens 512 Pixel). Höhen der Eingaben bleiben.</translation>
    </message>
    <message>
      <source>Level the inputs</source>
      <translation>Eingaben auf eine Höhe bringen</translation>
    </message>
    <message>
      <source>Bring overlapping inputs to one level before they are put together, by least squares over the differences of all pairs: by an offset each, or by an offset and a tilt. The corrections sum up to zero, or are tied to the coarse DEM where one is given. They are reported.</source>
      <translation>Bringt überlappende Eingaben auf eine Höhe, bevor sie zusammengesetzt werden, durch kleinste Quadrate über die Unterschiede aller Paare: durch je einen Versatz oder durch Versatz und Kippung. Die Korrekturen ergeben zusammen null oder sind an das grobe DEM gebunden, wo eines gegeben ist. Sie werden gemeldet.</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres.</source>
      <translation>GeoTIFF mit Höhen in Metern.</translation>
    </message>
    <message>
      <source>Inputs</source>
      <translation>Eingaben</translation>
    </message>
    <message>
      <source>Pixels filled from the coarse DEM (%)</source>
      <translation>Aus dem groben DEM gefüllte Pixel (%)</translation>
    </message>
    <message>
      <source>RMS difference of overlapping inputs (m)</source>
      <translation>RMS-Unterschied überlappender Eingaben (m)</translation>
    </message>
    <message>
      <source>Groups of inputs that overlap one another</source>
      <translation>Gruppen von Eingaben, die einander überlappen</translation>
    </message>
    <message>
      <source>RMS difference of overlapping inputs before levelling (m)</source>
      <translation>RMS-Unterschied überlappender Eingaben vor dem Höhenausgleich (m)</translation>
    </message>
    <message>
      <source>RMS difference of overlapping inputs after levelling (m)</source>
      <translation>RMS-Unterschied überlappender Eingaben nach dem Höhenausgleich (m)</translation>
    </message>
    <message>
      <source>Correction of each input: offset at its middle, tilt</source>
      <translation>Korrektur jeder Eingabe: Versatz in ihrer Mitte, Kippung</translation>
    </message>
    <message>
      <source>Slope and roughness</source>
      <translation>Neigung und Rauheit</translation>
    </message>
    <message>
      <source>Terrain measures</source>
      <translation>Geländemaße</translation>
    </message>
    <message>
      <source>Slope in degrees (Horn, with true ground metres per pixel), the variance of slope in a 5 x 5 window in degrees squared (the roughness of the MMoEDTM paper; not the max - min 'roughness' of GDAL), its square root, and a hillshade. All depend on the baseline, which is two pixels of the DTM and is written into each file.</source>
      <translation>Neigung in Grad (Horn, mit wahren Bodenmetern je Pixel), die Varianz der Neigung in einem Fenster von 5 x 5 in Grad zum Quadrat (die Rauheit der MMoEDTM-Arbeit, nicht GDALs 'roughness' Maximum - Minimum), ihre Wurzel und eine Schummerung. Alle hängen von der Basislänge ab, die zwei Pixel des DTM beträgt und in jeder Datei steht.</translation>
    </message>
    <message>
      <source>Heights on the Moon.</source>
      <translation>Höhen auf dem Mond.</translation>
    </message>
    <message>
      <source>Window of the variance</source>
      <translation>Fenster der Varianz</translation>
    </message>
    <message>
      <source>Side of the window, odd.</source>
      <translation>Seite des Fensters, ungerade.</translation>
    </message>
    <message>
      <source>Azimuth of the hillshade</source>
      <translation>Azimut der Schummerung</translation>
    </message>
    <message>
      <source>Degrees clockwise from north.</source>
      <translation>Grad im Uhrzeigersinn von Norden.</translation>
    </message>
    <message>
      <source>Altitude of the hillshade</source>
      <translation>Höhe des Lichts der Schummerung</translation>
    </message>
    <message>
      <source>Degrees above the horizon.</source>
      <translation>Grad über dem Horizont.</translation>
    </message>
    <message>
      <source>Slope</source>
      <translation>Neigung</translation>
    </message>
    <message>
      <source>Degrees.</source>
      <translation>Grad.</translation>
    </message>
    <message>
      <source>Slope variance</source>
      <translation>Varianz der Neigung</translation>
    </message>
    <message>
      <source>Degrees squared.</source>
      <translation>Grad zum Quadrat.</translation>
    </message>
    <message>
      <source>Standard deviation of slope</source>
      <translation>Standardabweichung der Neigung</translation>
    </message>
    <message>
      <source>Hillshade</source>
      <translation>Schummerung</translation>
    </message>
    <message>
      <source>1 to 255.</source>
      <translation>1 bis 255.</translation>
    </message>
    <message>
      <source>Baseline of the slope (m)</source>
      <translation>Basislänge der Neigung (m)</translation>
    </message>
    <message>
      <source>Median slope (degrees)</source>
      <translation>Median der Neigung (Grad)</translation>
    </message>
    <message>
      <source>Evaluate DTM</source>
      <translation>DTM bewerten</translation>
    </message>
    <message>
      <source>Measures a DTM against what is known: heights and slopes against a reference, with the bicubic coarse DEM beside it, and its effective resolution; kinks along its tile lines; how far its long waves stray from the coarse DEM; and, without any truth, how well it explains the image when it is lit under the image's sun. Give any of the inputs; the report says what could not be measured without the others.</source>
      <translation>Misst ein DTM an dem, was bekannt ist: Höhen und Neigungen an einer Referenz, daneben das bikubische grobe DEM, und seine wirkliche Auflösung; Knicke an seinen Kachellinien; wie weit seine langen Wellen vom groben DEM abweichen; und ohne jede Wahrheit, wie gut es das Bild erklärt, wenn es unter dessen Sonne beleuchtet wird. Geben Sie beliebige der Eingaben an; der Bericht sagt, was ohne die anderen nicht gemessen werden konnte.</translation>
    </message>
    <message>
      <source>The DTM to evaluate; everything is measured on its grid.</source>
      <translation>Das zu bewertende DTM; alles wird auf seinem Gitter gemessen.</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>Referenz</translation>
    </message>
    <message>
      <source>Heights taken as true, in any CRS on the Moon; interpolated bilinearly.</source>
      <translation>Als wahr genommene Höhen in einem beliebigen KBS auf dem Mond; bilinear interpoliert.</translation>
    </message>
    <message>
      <source>The coarse DEM that the DTM was made from: the baseline, interpolated by cubic splines.</source>
      <translation>Das grobe DEM, aus dem das DTM gemacht wurde: der Vergleich, mit kubischen Splines interpoliert.</translation>
    </message>
    <message>
      <source>The image that the DTM was made from, on the same grid. Needs the sun.</source>
      <translation>Das Bild, aus dem das DTM gemacht wurde, auf demselben Gitter. Braucht die Sonne.</translation>
    </message>
    <message>
      <source>Raster of Classify terrain on the grid of the DTM: errors are then given by class too.</source>
      <translation>Raster von 'Gelände klassifizieren' auf dem Gitter des DTM: Fehler werden dann auch nach Klassen angegeben.</translation>
    </message>
    <message>
      <source>One self-contained HTML page.</source>
      <translation>Eine HTML-Seite, die alles enthält.</translation>
    </message>
    <message>
      <source>Figures</source>
      <translation>Zahlen</translation>
    </message>
    <message>
      <source>All figures as JSON.</source>
      <translation>Alle Zahlen als JSON.</translation>
    </message>
    <message>
      <source>Error map</source>
      <translation>Fehlerkarte</translation>
    </message>
    <message>
      <source>DTM minus reference in metres. Needs the reference.</source>
      <translation>DTM minus Referenz in Metern. Braucht die Referenz.</translation>
    </message>
    <message>
      <source>Measures by tile</source>
      <translation>Maße je Kachel</translation>
    </message>
    <message>
      <source>Squares of 256 pixels with the error of heights and the correlation of the re-lit DTM with the image.</source>
      <translation>Quadrate von 256 Pixeln mit dem Höhenfehler und der Korrelation des neu beleuchteten DTM mit dem Bild.</translation>
    </message>
    <message>
      <source>RMSE against the reference (m)</source>
      <translation>RMSE gegen die Referenz (m)</translation>
    </message>
    <message>
      <source>RMSE of the bicubic coarse DEM (m)</source>
      <translation>RMSE des bikubischen groben DEM (m)</translation>
    </message>
    <message>
      <source>Mean slope error (degrees)</source>
      <translation>Mittlerer Neigungsfehler (Grad)</translation>
    </message>
    <message>
      <source>Mean slope error of the bicubic coarse DEM (degrees)</source>
      <translation>Mittlerer Neigungsfehler des bikubischen groben DEM (Grad)</translation>
    </message>
    <message>
      <source>Effective resolution against the reference (m)</source>
      <translation>Wirkliche Auflösung gegen die Referenz (m)</translation>
    </message>
    <message>
      <source>Effective resolution of the bicubic coarse DEM (m)</source>
      <translation>Wirkliche Auflösung des bikubischen groben DEM (m)</translation>
    </message>
    <message>
      <source>Kinks at tile lines over those elsewhere</source>
      <translation>Knicke an Kachellinien durch die anderswo</translation>
    </message>
    <message>
      <source>RMS of the long waves' deviation from the coarse DEM (m)</source>
      <translation>RMS der Abweichung der langen Wellen vom groben DEM (m)</translation>
    </message>
    <message>
      <source>Correlation of the re-lit DTM with the image</source>
      <translation>Korrelation des neu beleuchteten DTM mit dem Bild</translation>
    </message>
    <message>
      <source>The same of the detail</source>
      <translation>Dasselbe für die Einzelheiten</translation>
    </message>
    <message>
      <source>Compare shadows</source>
      <translation>Schatten vergleichen</translation>
    </message>
    <message>
      <source>Compares the shadows of an image with those that a DTM casts under the same sun: a check of heights and shapes that needs no other DTM. Shadows of the image are the dark one of two K-means classes of brightness, over the whole image or around each rock. Shadows of the DTM are what is as dark when it is lit under the same sun, with shadows cast along the true ground. For every rock: pixels in shadow in both, their difference, intersection over union and the distance of their centroids. Needs direct sun; images of permanent shadow are lit by scattered light and have nothing to compare.</source>
      <translation>Vergleicht die Schatten eines Bildes mit denen, die ein DTM unter derselben Sonne wirft: eine Prüfung von Höhen und Formen, die kein anderes DTM braucht. Schatten des Bildes sind die dunkle von zwei K-Means-Klassen der Helligkeit, über das ganze Bild oder um jeden Stein. Schatten des DTM sind, was ebenso dunkel ist, wenn es unter derselben Sonne beleuchtet wird, mit Schlagschatten über das wahre Gelände. Für jeden Stein: Schattenpixel in beiden, ihr Unterschied, Schnitt durch Vereinigung und der Abstand ihrer Schwerpunkte. Braucht direkte Sonne; Bilder ständigen Schattens haben nur Streulicht und nichts zu vergleichen.</translation>
    </message>
    <message>
      <source>Map-projected image with one band; everything is measured on its grid.</source>
      <translation>Kartenprojiziertes Bild mit einem Band; alles wird auf seinem Gitter gemessen.</translation>
    </message>
    <message>
      <source>The DTM to test, in any CRS on the Moon; interpolated bilinearly.</source>
      <translation>Das zu prüfende DTM in einem beliebigen KBS auf dem Mond; bilinear interpoliert.</translation>
    </message>
    <message>
      <source>Rocks</source>
      <translation>Steine</translation>
    </message>
    <message>
      <source>Outlines of rocks, drawn by hand or by Detect rocks, in any CRS on the Moon. Left empty, only the whole image is compared.</source>
      <translation>Umrisse von Steinen, von Hand gezeichnet oder von 'Steine finden', in einem beliebigen KBS auf dem Mond. Leer: Nur das ganze Bild wird verglichen.</translation>
    </message>
    <message>
      <source>Smallest rock</source>
      <translation>Kleinster Stein</translation>
    </message>
    <message>
      <source>Rocks of a smaller outline are left out. The paper takes 50 m2.</source>
      <translation>Steine mit kleinerem Umriss werden ausgelassen. Die Arbeit nimmt 50 m2.</translation>
    </message>
    <message>
      <source>m2</source>
      <translation>m2</translation>
    </message>
    <message>
      <source>Rocks with their shadows</source>
      <translation>Steine mit ihren Schatten</translation>
    </message>
    <message>
      <source>The outlines with the figures of every rock. Needs rocks.</source>
      <translation>Die Umrisse mit den Zahlen jedes Steins. Braucht Steine.</translation>
    </message>
    <message>
      <source>Shadows of the image</source>
      <translation>Schatten des Bildes</translation>
    </message>
    <message>
      <source>1 lit, 2 shadow, 0 unknown.</source>
      <translation>1 beleuchtet, 2 Schatten, 0 unbekannt.</translation>
    </message>
    <message>
      <source>Shadows of the DTM</source>
      <translation>Schatten des DTM</translation>
    </message>
    <message>
      <source>Difference of the shadows</source>
      <translation>Unterschied der Schatten</translation>
    </message>
    <message>
      <source>1 lit in both, 2 shadow in both, 3 shadow in the image alone, 4 shadow in the DTM alone, 0 unknown.</source>
      <translation>1 in beiden beleuchtet, 2 in beiden Schatten, 3 Schatten nur im Bild, 4 Schatten nur im DTM, 0 unbekannt.</translation>
    </message>
    <message>
      <source>Penumbra</source>
      <translation>Halbschatten</translation>
    </message>
    <message>
      <source>Share of the Sun's disc seen from every pixel of the DTM, 0 in full shadow to 1.</source>
      <translation>Anteil der Sonnenscheibe, den jedes Pixel des DTM sieht, von 0 im vollen Schatten bis 1.</translation>
    </message>
    <message>
      <source>Pixels of the image in shadow</source>
      <translation>Pixel des Bildes im Schatten</translation>
    </message>
    <message>
      <source>Pixels of the DTM in shadow</source>
      <translation>Pixel des DTM im Schatten</translation>
    </message>
    <message>
      <source>Difference of the counts (%)</source>
      <translation>Unterschied der Anzahlen (%)</translation>
    </message>
    <message>
      <source>Intersection over union of all shadows</source>
      <translation>Schnitt durch Vereinigung aller Schatten</translation>
    </message>
    <message>
      <source>Rocks compared</source>
      <translation>Verglichene Steine</translation>
    </message>
    <message>
      <source>Median difference of the rocks' shadows (%)</source>
      <translation>Median des Unterschieds der Steinschatten (%)</translation>
    </message>
    <message>
      <source>90th percentile of the differences (%)</source>
      <translation>90. Perzentil der Unterschiede (%)</translation>
    </message>
    <message>
      <source>Median intersection over union of the rocks</source>
      <translation>Median von Schnitt durch Vereinigung der Steine</translation>
    </message>
    <message>
      <source>Detect rocks</source>
      <translation>Steine finden</translation>
    </message>
    <message>
      <source>Finds rocks in an image by their bright and dark sides along the sun, and in a DTM as blobs that stand out of the ground. Writes outlines with diameter and height, fits the Golombek-Rapp and power laws to the sizes, and, where both image and DTM are given, counts how many of the image's rocks the DTM has. In images rocks of 6 pixels and more are found reliably; smaller ones blend into noise. Shadows need direct sun, best at incidence 45 to 75 degrees.</source>
      <translation>Findet Steine in einem Bild an ihrer hellen und dunklen Seite längs der Sonne und in einem DTM als Buckel, die aus dem Boden ragen. Schreibt Umrisse mit Durchmesser und Höhe, passt das Golombek-Rapp- und das Potenzgesetz an die Größen an und zählt, wo Bild und DTM gegeben sind, wie viele Steine des Bildes das DTM hat. In Bildern werden Steine von 6 Pixeln und mehr verlässlich gefunden; kleinere gehen im Rauschen unter. Schatten brauchen direkte Sonne, am besten einen Einfallswinkel von 45 bis 75 Grad.</translation>
    </message>
    <message>
      <source>Map-projected image with one band. Needs the sun.</source>
      <translation>Kartenprojiziertes Bild mit einem Band. Braucht die Sonne.</translation>
    </message>
    <message>
      <source>A DTM fine enough to show rocks, in any CRS on the Moon.</source>
      <translation>Ein DTM, fein genug, um Steine zu zeigen, in einem beliebigen KBS auf dem Mond.</translation>
    </message>
    <message>
      <source>Smallest diameter</source>
      <translation>Kleinster Durchmesser</translation>
    </message>
    <message>
      <source>Rocks of less are left out. Left empty, 4 pixels.</source>
      <translation>Kleinere Steine werden ausgelassen. Leer: 4 Pixel.</translation>
    </message>
    <message>
      <source>m</source>
      <translation>m</translation>
    </message>
    <message>
      <source>Largest diameter</source>
      <translation>Größter Durchmesser</translation>
    </message>
    <message>
      <source>What is larger is taken for terrain. Left empty, 40 pixels.</source>
      <translation>Was größer ist, gilt als Gelände. Leer: 40 Pixel.</translation>
    </message>
    <message>
      <source>Outlines with diameter, height and confidence; of the image where one is given, else of the DTM.</source>
      <translation>Umrisse mit Durchmesser, Höhe und Verlässlichkeit; des Bildes, wo eines gegeben ist, sonst des DTM.</translation>
    </message>
    <message>
      <source>Rocks of the DTM</source>
      <translation>Steine des DTM</translation>
    </message>
    <message>
      <source>Outlines found in the DTM, where image and DTM are given.</source>
      <translation>Im DTM gefundene Umrisse, wo Bild und DTM gegeben sind.</translation>
    </message>
    <message>
      <source>Size-frequency and counts on one HTML page.</source>
      <translation>Größenhäufigkeit und Anzahlen auf einer HTML-Seite.</translation>
    </message>
    <message>
      <source>Rocks found in the image</source>
      <translation>Im Bild gefundene Steine</translation>
    </message>
    <message>
      <source>Rocks found in the DTM</source>
      <translation>Im DTM gefundene Steine</translation>
    </message>
    <message>
      <source>Rocks of the image that the DTM has</source>
      <translation>Steine des Bildes, die das DTM hat</translation>
    </message>
    <message>
      <source>Exponent b of N(&gt;= D) ~ D^-b</source>
      <translation>Exponent b von N(&gt;= D) ~ D^-b</translation>
    </message>
    <message>
      <source>k of Golombek and Rapp</source>
      <translation>k nach Golombek und Rapp</translation>
    </message>
    <message>
      <source>Rocks per square kilometre</source>
      <translation>Steine je Quadratkilometer</translation>
    </message>
    <message>
      <source>Measure craters</source>
      <translation>Krater messen</translation>
    </message>
    <message>
      <source>Fits an ellipse to the rim of every crater in a DTM and measures the ratio of its axes, its depth from rim to floor and depth over diameter. Craters are given as rough outlines, or as points with a diameter. With a second DTM both are measured and compared.</source>
      <translation>Passt an den Rand jedes Kraters in einem DTM eine Ellipse an und misst das Verhältnis ihrer Achsen, die Tiefe vom Rand zum Boden und die Tiefe durch den Durchmesser. Krater werden als grobe Umrisse oder als Punkte mit einem Durchmesser gegeben. Mit einem zweiten DTM werden beide gemessen und verglichen.</translation>
    </message>
    <message>
      <source>Heights to measure in.</source>
      <translation>Höhen, in denen gemessen wird.</translation>
    </message>
    <message>
      <source>Craters</source>
      <translation>Krater</translation>
    </message>
    <message>
      <source>Rough outlines, or points in their middle, in any CRS on the Moon.</source>
      <translation>Grobe Umrisse oder Punkte in ihrer Mitte in einem beliebigen KBS auf dem Mond.</translation>
    </message>
    <message>
      <source>Diameter of points</source>
      <translation>Durchmesser der Punkte</translation>
    </message>
    <message>
      <source>Rough diameter of craters that are given as points.</source>
      <translation>Ungefährer Durchmesser von Kratern, die als Punkte gegeben sind.</translation>
    </message>
    <message>
      <source>Second DTM</source>
      <translation>Zweites DTM</translation>
    </message>
    <message>
      <source>Another DTM of the same ground, to compare.</source>
      <translation>Ein anderes DTM desselben Geländes zum Vergleich.</translation>
    </message>
    <message>
      <source>Craters with their measures</source>
      <translation>Krater mit ihren Maßen</translation>
    </message>
    <message>
      <source>The fitted ellipses with axes, ratio, depth and depth over diameter.</source>
      <translation>Die angepassten Ellipsen mit Achsen, Verhältnis, Tiefe und Tiefe durch Durchmesser.</translation>
    </message>
    <message>
      <source>One HTML page.</source>
      <translation>Eine HTML-Seite.</translation>
    </message>
    <message>
      <source>Craters measured</source>
      <translation>Gemessene Krater</translation>
    </message>
    <message>
      <source>Mean ratio of major to minor axis</source>
      <translation>Mittleres Verhältnis von großer zu kleiner Achse</translation>
    </message>
    <message>
      <source>Mean depth over diameter</source>
      <translation>Mittlere Tiefe durch Durchmesser</translation>
    </message>
    <message>
      <source>Mean ratio of axes in the second DTM</source>
      <translation>Mittleres Achsenverhältnis im zweiten DTM</translation>
    </message>
    <message>
      <source>Mean depth over diameter in the second DTM</source>
      <translation>Mittlere Tiefe durch Durchmesser im zweiten DTM</translation>
    </message>
    <message>
      <source>Mean absolute difference of depths (m)</source>
      <translation>Mittlerer absoluter Unterschied der Tiefen (m)</translation>
    </message>
    <message>
      <source>Compare with SAR</source>
      <translation>Mit SAR vergleichen</translation>
    </message>
    <message>
      <source>Compares the roughness of a DTM, the variance of its slope in degrees squared, with radar backscatter such as the Stokes parameter S1 of Mini-RF. Roughness is averaged over each SAR pixel. Reports the Pearson and Spearman correlations, how much of the rough ground is bright in the radar, and how well the radar tells rough from smooth (ROC, area, best threshold). The baseline of the slopes stands beside every number, because roughness depends on it.</source>
      <translation>Vergleicht die Rauheit eines DTM, die Varianz seiner Neigung in Grad zum Quadrat, mit Radarrückstreuung wie dem Stokes-Parameter S1 von Mini-RF. Die Rauheit wird über jedes SAR-Pixel gemittelt. Gemeldet werden die Korrelationen nach Pearson und Spearman, wie viel des rauen Geländes im Radar hell ist und wie gut das Radar rau von glatt unterscheidet (ROC, Fläche, beste Schwelle). Die Basislänge der Neigungen steht bei jeder Zahl, weil die Rauheit von ihr abhängt.</translation>
    </message>
    <message>
      <source>DTM or slope variance</source>
      <translation>DTM oder Varianz der Neigung</translation>
    </message>
    <message>
      <source>A DTM, or a slope variance from Slope and roughness.</source>
      <translation>Ein DTM oder eine Varianz der Neigung von 'Neigung und Rauheit'.</translation>
    </message>
    <message>
      <source>Input is</source>
      <translation>Eingabe ist</translation>
    </message>
    <message>
      <source>What the first raster holds. Automatic goes by its unit: degrees^2 is a slope variance.</source>
      <translation>Was das erste Raster enthält. Automatisch: nach seiner Einheit; degrees^2 ist eine Varianz der Neigung.</translation>
    </message>
    <message>
      <source>SAR</source>
      <translation>SAR</translation>
    </message>
    <message>
      <source>Radar backscatter with one band, in any CRS on the Moon.</source>
      <translation>Radarrückstreuung mit einem Band in einem beliebigen KBS auf dem Mond.</translation>
    </message>
    <message>
      <source>Unit of the SAR</source>
      <translation>Einheit des SAR</translation>
    </message>
    <message>
      <source>Linear power is turned into decibels. Automatic takes the unit that the file declares, else decibels where values are negative; otherwise it asks.</source>
      <translation>Lineare Leistung wird in Dezibel umgerechnet. Automatisch: die Einheit, die die Datei angibt, sonst Dezibel, wo Werte negativ sind; sonst wird gefragt.</translation>
    </message>
    <message>
      <source>Pixels along each side, odd. The paper takes 5.</source>
      <translation>Pixel je Seite, ungerade. Die Arbeit nimmt 5.</translation>
    </message>
    <message>
      <source>Rough from</source>
      <translation>Rau ab</translation>
    </message>
    <message>
      <source>Slope variance from which ground is rough. The paper takes 100.</source>
      <translation>Varianz der Neigung, ab der Gelände rau ist. Die Arbeit nimmt 100.</translation>
    </message>
    <message>
      <source>degrees^2</source>
      <translation>Grad^2</translation>
    </message>
    <message>
      <source>Bright from</source>
      <translation>Hell ab</translation>
    </message>
    <message>
      <source>Backscatter from which a pixel is bright. The paper takes 2.5.</source>
      <translation>Rückstreuung, ab der ein Pixel hell ist. Die Arbeit nimmt 2,5.</translation>
    </message>
    <message>
      <source>dB</source>
      <translation>dB</translation>
    </message>
    <message>
      <source>Filter speckle</source>
      <translation>Speckle filtern</translation>
    </message>
    <message>
      <source>Lee filter over 5 x 5 pixels of linear power.</source>
      <translation>Lee-Filter über 5 x 5 Pixel linearer Leistung.</translation>
    </message>
    <message>
      <source>Roughness on the SAR grid</source>
      <translation>Rauheit auf dem Gitter des SAR</translation>
    </message>
    <message>
      <source>Mean slope variance in each SAR pixel.</source>
      <translation>Mittlere Varianz der Neigung in jedem SAR-Pixel.</translation>
    </message>
    <message>
      <source>SAR pixels compared</source>
      <translation>Verglichene SAR-Pixel</translation>
    </message>
    <message>
      <source>Pearson correlation</source>
      <translation>Korrelation nach Pearson</translation>
    </message>
    <message>
      <source>Spearman correlation</source>
      <translation>Korrelation nach Spearman</translation>
    </message>
    <message>
      <source>Share of rough ground that is bright (%)</source>
      <translation>Anteil des rauen Geländes, der hell ist (%)</translation>
    </message>
    <message>
      <source>Area under the ROC curve</source>
      <translation>Fläche unter der ROC-Kurve</translation>
    </message>
    <message>
      <source>Best threshold of the SAR (dB)</source>
      <translation>Beste Schwelle des SAR (dB)</translation>
    </message>
    <message>
      <source>Baseline of slopes (m)</source>
      <translation>Basislänge der Neigungen (m)</translation>
    </message>
    <message>
      <source>Profiles along lines</source>
      <translation>Profile längs Linien</translation>
    </message>
    <message>
      <source>Samples any number of DTMs along the lines of a layer: height and slope against the distance in ground metres, as a table and a plot. With two or more DTMs, the mean absolute and the largest difference of the others from the first. DTMs and lines may be in different CRSs on the Moon.</source>
      <translation>Tastet beliebig viele DTMs längs der Linien eines Layers ab: Höhe und Neigung über der Entfernung in Bodenmetern, als Tabelle und als Zeichnung. Mit zwei oder mehr DTMs der mittlere absolute und der größte Unterschied der anderen zum ersten. DTMs und Linien dürfen in verschiedenen KBS auf dem Mond liegen.</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Linien</translation>
    </message>
    <message>
      <source>Line layer in any CRS on the Moon.</source>
      <translation>Linienlayer in einem beliebigen KBS auf dem Mond.</translation>
    </message>
    <message>
      <source>One or more DTMs; the first is the one that others are compared with.</source>
      <translation>Ein oder mehrere DTMs; das erste ist das, mit dem die anderen verglichen werden.</translation>
    </message>
    <message>
      <source>Spacing of samples</source>
      <translation>Abstand der Proben</translation>
    </message>
    <message>
      <source>Metres between samples; slopes are taken over two of them. Left empty, the pixel of the finest DTM.</source>
      <translation>Meter zwischen Proben; Neigungen werden über zwei davon genommen. Leer: das Pixel des feinsten DTM.</translation>
    </message>
    <message>
      <source>metres</source>
      <translation>Meter</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabelle</translation>
    </message>
    <message>
      <source>CSV with the line's number, distance, longitude, latitude, and height and slope in each DTM.</source>
      <translation>CSV mit Nummer der Linie, Entfernung, Länge, Breite und Höhe und Neigung in jedem DTM.</translation>
    </message>
    <message>
      <source>Plot</source>
      <translation>Zeichnung</translation>
    </message>
    <message>
      <source>Picture of the profiles (the first six lines).</source>
      <translation>Bild der Profile (der ersten sechs Linien).</translation>
    </message>
    <message>
      <source>Samples</source>
      <translation>Proben</translation>
    </message>
    <message>
      <source>Length of all lines (m)</source>
      <translation>Länge aller Linien (m)</translation>
    </message>
    <message>
      <source>Largest mean absolute difference from the first DTM (m)</source>
      <translation>Größter mittlerer absoluter Unterschied zum ersten DTM (m)</translation>
    </message>
    <message>
      <source>Largest difference from the first DTM (m)</source>
      <translation>Größter Unterschied zum ersten DTM (m)</translation>
    </message>
    <message>
      <source>Sun geometry</source>
      <translation>Sonnenstand</translation>
    </message>
    <message>
      <source>Azimuth and incidence of the sun for a map-projected image, as Reconstruct DTM wants them: the azimuth clockwise from map north, which near a pole is not true north. From the time of the image (given, or in a label that GDAL exposes), or from the sub-solar point, good to about 0.05 degrees. With a coarse DEM the azimuth is also estimated from the image itself, with its uncertainty: a check, or all there is when the time is unknown (the incidence stays unknown then).</source>
      <translation>Azimut und Einfallswinkel der Sonne für ein kartenprojiziertes Bild, wie 'DTM rekonstruieren' sie braucht: der Azimut im Uhrzeigersinn von Kartennord, das nahe einem Pol nicht die wahre Nordrichtung ist. Aus der Zeit des Bildes (angegeben oder in einem Label, das GDAL zeigt) oder aus dem subsolaren Punkt, auf etwa 0,05 Grad genau. Mit einem groben DEM wird der Azimut auch aus dem Bild selbst geschätzt, mit seiner Unsicherheit: eine Prüfung, oder alles, was es gibt, wenn die Zeit unbekannt ist (der Einfallswinkel bleibt dann unbekannt).</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51. Left empty, the start time of the label, when the file has one.</source>
      <translation>UTC, zum Beispiel 2010-09-24T03:57:51. Leer: die Anfangszeit des Labels, wenn die Datei eine hat.</translation>
    </message>
    <message>
      <source>Sub-solar latitude</source>
      <translation>Subsolare Breite</translation>
    </message>
    <message>
      <source>Latitude where the sun stood in the zenith. Give it with the longitude, instead of a time.</source>
      <translation>Breite, wo die Sonne im Zenit stand. Mit der Länge anzugeben, statt einer Zeit.</translation>
    </message>
    <message>
      <source>Sub-solar longitude</source>
      <translation>Subsolare Länge</translation>
    </message>
    <message>
      <source>Longitude, east positive, where the sun stood in the zenith.</source>
      <translation>Länge, nach Osten positiv, wo die Sonne im Zenit stand.</translation>
    </message>
    <message>
      <source>Elevation of the same ground, from whose slopes the azimuth is estimated.</source>
      <translation>Höhen desselben Geländes, aus deren Neigungen der Azimut geschätzt wird.</translation>
    </message>
    <message>
      <source>Sun azimuth, clockwise from map north (degrees)</source>
      <translation>Sonnenazimut, im Uhrzeigersinn von Kartennord (Grad)</translation>
    </message>
    <message>
      <source>Sun incidence at the centre (degrees)</source>
      <translation>Einfallswinkel der Sonne in der Mitte (Grad)</translation>
    </message>
    <message>
      <source>Least incidence over the image (degrees)</source>
      <translation>Kleinster Einfallswinkel im Bild (Grad)</translation>
    </message>
    <message>
      <source>Largest incidence over the image (degrees)</source>
      <translation>Größter Einfallswinkel im Bild (Grad)</translation>
    </message>
    <message>
      <source>Sun azimuth, clockwise from true north (degrees)</source>
      <translation>Sonnenazimut, im Uhrzeigersinn von der wahren Nordrichtung (Grad)</translation>
    </message>
    <message>
      <source>Sub-solar latitude (degrees)</source>
      <translation>Subsolare Breite (Grad)</translation>
    </message>
    <message>
      <source>Sub-solar longitude (degrees)</source>
      <translation>Subsolare Länge (Grad)</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>Azimuth estimated from the image (degrees from map north)</source>
      <translation>Aus dem Bild geschätzter Azimut (Grad von Kartennord)</translation>
    </message>
    <message>
      <source>Its uncertainty (degrees, one sigma)</source>
      <translation>Seine Unsicherheit (Grad, ein Sigma)</translation>
    </message>
    <message>
      <source>Correlation of the image with the terrain</source>
      <translation>Korrelation des Bildes mit dem Gelände</translation>
    </message>
    <message>
      <source>The estimate is reliable</source>
      <translation>Die Schätzung ist verlässlich</translation>
    </message>
    <message>
      <source>Make a lunar scene</source>
      <translation>Mondszene erzeugen</translation>
    </message>
    <message>
      <source>Made scenes and training</source>
      <translation>Erzeugte Szenen und Training</translation>
    </message>
    <message>
      <source>Makes a lunar scene whose truth is known: relief, craters and boulders by published laws, an image with cast shadows, albedo, camera blur and noise, and a coarse DEM with the blur, noise, shift and stripes of real ones. The same seed gives the same bytes. For testing, teaching and training.</source>
      <translation>Erzeugt eine Mondszene, deren Wahrheit bekannt ist: Relief, Krater und Blöcke nach veröffentlichten Gesetzen, ein Bild mit Schlagschatten, Albedo, Unschärfe der Kamera und Rauschen, und ein grobes DEM mit der Unschärfe, dem Rauschen, der Verschiebung und den Streifen wirklicher. Derselbe Startwert gibt dieselben Bytes. Zum Prüfen, Lehren und Trainieren.</translation>
    </message>
    <message>
      <source>Terrain</source>
      <translation>Gelände</translation>
    </message>
    <message>
      <source>Kind of ground.</source>
      <translation>Art des Geländes.</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Number of the scene.</source>
      <translation>Nummer der Szene.</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Pixels along each side.</source>
      <translation>Pixel je Seite.</translation>
    </message>
    <message>
      <source>Pixel size</source>
      <translation>Pixelgröße</translation>
    </message>
    <message>
      <source>Ground metres per pixel.</source>
      <translation>Bodenmeter je Pixel.</translation>
    </message>
    <message>
      <source>Posting of the coarse DEM</source>
      <translation>Stützpunktabstand des groben DEM</translation>
    </message>
    <message>
      <source>Metres between its posts.</source>
      <translation>Meter zwischen seinen Stützpunkten.</translation>
    </message>
    <message>
      <source>Degrees clockwise from map north.</source>
      <translation>Grad im Uhrzeigersinn von Kartennord.</translation>
    </message>
    <message>
      <source>Degrees from the vertical.</source>
      <translation>Grad von der Senkrechten.</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Licht</translation>
    </message>
    <message>
      <source>Reflectance law of the ground, or light scattered into permanent shadow.</source>
      <translation>Reflexionsgesetz des Bodens oder Streulicht in ständigem Schatten.</translation>
    </message>
    <message>
      <source>Reflectance.</source>
      <translation>Reflexion.</translation>
    </message>
    <message>
      <source>Heights in metres.</source>
      <translation>Höhen in Metern.</translation>
    </message>
    <message>
      <source>Truth</source>
      <translation>Wahrheit</translation>
    </message>
    <message>
      <source>True heights in metres on the image's grid.</source>
      <translation>Wahre Höhen in Metern auf dem Gitter des Bildes.</translation>
    </message>
    <message>
      <source>Boulders of at least two pixels</source>
      <translation>Blöcke von mindestens zwei Pixeln</translation>
    </message>
    <message>
      <source>Highest minus lowest ground (m)</source>
      <translation>Höchster minus tiefster Punkt (m)</translation>
    </message>
    <message>
      <source>Coarse DEM lies so far west of its place (m)</source>
      <translation>Grobes DEM liegt so weit westlich seines Ortes (m)</translation>
    </message>
    <message>
      <source>Coarse DEM lies so far south of its place (m)</source>
      <translation>Grobes DEM liegt so weit südlich seines Ortes (m)</translation>
    </message>
  </context>
</TS>
