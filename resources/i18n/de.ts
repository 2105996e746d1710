<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>MMoEDTM</name>
    <message>
      <source>Describe a file</source>
      <translation>Eine Datei beschreiben</translation>
    </message>
    <message>
      <source>Terrain from one image</source>
      <translation>Gelände aus einem Bild</translation>
    </message>
    <message>
      <source>Says what a file is, by its label, its name and its header: product and camera, lunar frame (mean Earth or principal axes), unit, scale and special values, pixels on the ground, time, sun, view, the traps known of its kind, and what Reconstruct DTM would make of it. With a coarse DEM it looks at the pair: coverage, postings, frames, and whether the image contradicts its sun. Nothing is computed but a preview.</source>
      <translation>Sagt nach Label, Namen und Kopf einer Datei, was sie ist: Produkt und Kamera, Mondbezugssystem (mittlere Erde oder Hauptachsen), Einheit, Skala und besondere Werte, Pixel am Boden, Zeit, Sonne, Blickwinkel, die bekannten Fallen ihrer Art, und was 'DTM rekonstruieren' daraus machen würde. Mit einem groben DEM wird das Paar betrachtet: Abdeckung, Stützpunktabstände, Bezugssysteme und ob das Bild seiner Sonne widerspricht. Berechnet wird nur eine Vorschau.</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>Eingabe</translation>
    </message>
    <message>
      <source>The file: an image, a DEM, a label, in any format that planetary archives use; raw frames as well.</source>
      <translation>Die Datei: ein Bild, ein DEM, ein Label in jedem Format, das planetare Archive benutzen; auch Rohaufnahmen.</translation>
    </message>
    <message>
      <source>Coarse DEM</source>
      <translation>Grobes DEM</translation>
    </message>
    <message>
      <source>Elevation of the same ground, to hear what Reconstruct DTM would make of the two.</source>
      <translation>Höhen desselben Geländes, um zu hören, was 'DTM rekonstruieren' aus beiden machen würde.</translation>
    </message>
    <message>
      <source>Use as</source>
      <translation>Gebrauchen als</translation>
    </message>
    <message>
      <source>What the file is meant for: one that cannot be used so is an error. A chain asks this before it computes anything. 'auto' only describes.</source>
      <translation>Wofür die Datei gedacht ist: Eine, die so nicht gebraucht werden kann, ist ein Fehler. Eine Kette fragt das, bevor sie etwas berechnet. 'auto' beschreibt nur.</translation>
    </message>
    <message>
      <source>Unit of the SAR</source>
      <translation>Einheit des SAR</translation>
    </message>
    <message>
      <source>Linear power is turned into decibels. 'auto' takes the unit that the file declares, else decibels where values are negative; where neither tells, the run stops and asks for it.</source>
      <translation>Lineare Leistung wird in Dezibel umgerechnet. 'auto' nimmt die Einheit, die in der Datei steht, sonst Dezibel, wo Werte negativ sind; wo beides nichts sagt, hält der Lauf an und fragt danach.</translation>
    </message>
    <message>
      <source>Bands of the SAR</source>
      <translation>Bänder des SAR</translation>
    </message>
    <message>
      <source>'auto' takes a single band as it is, and of several goes by their names (S1, Stokes 1, |H|^2). 'Stokes' are S1, S2, S3 and S4, as map-projected Mini-RF images have them; 'level 1' are |H|^2, |V|^2 and both parts of HV*, as products that are not projected have them. S1 is compared; S4 gives the circular polarisation ratio.</source>
      <translation>'auto' nimmt ein einzelnes Band, wie es ist, und geht bei mehreren nach ihren Namen (S1, Stokes 1, |H|^2). 'Stokes' sind S1, S2, S3 und S4, wie kartenprojizierte Mini-RF-Bilder sie haben; 'level 1' sind |H|^2, |V|^2 und beide Teile von HV*, wie die nicht projizierten Produkte sie haben. Verglichen wird S1; S4 gibt das zirkulare Polarisationsverhältnis.</translation>
    </message>
    <message>
      <source>Number of the band S1</source>
      <translation>Nummer des Bandes S1</translation>
    </message>
    <message>
      <source>Where names do not tell it, from 1 on.</source>
      <translation>Wo Namen es nicht sagen, von 1 an.</translation>
    </message>
    <message>
      <source>Number of the band S4</source>
      <translation>Nummer des Bandes S4</translation>
    </message>
    <message>
      <source>With that of S1.</source>
      <translation>Mit der von S1.</translation>
    </message>
    <message>
      <source>Unit of heights</source>
      <translation>Einheit der Höhen</translation>
    </message>
    <message>
      <source>Unit of the stored heights. 'auto' takes the unit, scale and offset of the label or of the file, else recognises kilometres by their range and LOLA's integer products, which hold half-metres, by their name. What is assumed is said.</source>
      <translation>Einheit der gespeicherten Höhen. 'auto' nimmt Einheit, Skala und Versatz des Labels oder der Datei, sonst werden Kilometer am Wertebereich und die ganzzahligen LOLA-Produkte, die halbe Meter enthalten, an ihrem Namen erkannt. Was angenommen wird, wird gesagt.</translation>
    </message>
    <message>
      <source>Expert pack</source>
      <translation>Expertenpaket</translation>
    </message>
    <message>
      <source>The trained networks: the name of a shipped pack, or the folder of another one.</source>
      <translation>Die trainierten Netze: der Name eines mitgelieferten Pakets oder der Ordner eines anderen.</translation>
    </message>
    <message>
      <source>Card</source>
      <translation>Karte der Datei</translation>
    </message>
    <message>
      <source>The card: a page for the browser (HTML), in one file.</source>
      <translation>Die Karte der Datei: eine Seite für den Browser (HTML) in einer Datei.</translation>
    </message>
    <message>
      <source>Product family</source>
      <translation>Produktfamilie</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Product identifier</source>
      <translation>Kennung des Produkts</translation>
    </message>
    <message>
      <source>Holds (image or elevation)</source>
      <translation>Enthält (Bild oder Höhen)</translation>
    </message>
    <message>
      <source>Lunar frame</source>
      <translation>Mondbezugssystem</translation>
    </message>
    <message>
      <source>Emission angle (degrees)</source>
      <translation>Emissionswinkel (Grad)</translation>
    </message>
    <message>
      <source>Emission angle from which relief is a pixel out of place (degrees)</source>
      <translation>Emissionswinkel, ab dem Relief um ein Pixel versetzt liegt (Grad)</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>Einheit</translation>
    </message>
    <message>
      <source>Scale of the stored values</source>
      <translation>Skala der gespeicherten Werte</translation>
    </message>
    <message>
      <source>Offset of the stored values</source>
      <translation>Versatz der gespeicherten Werte</translation>
    </message>
    <message>
      <source>Values that are no measurements</source>
      <translation>Werte, die keine Messungen sind</translation>
    </message>
    <message>
      <source>Pixel size on the ground (m)</source>
      <translation>Pixelgröße am Boden (m)</translation>
    </message>
    <message>
      <source>Start (UTC)</source>
      <translation>Anfang (UTC)</translation>
    </message>
    <message>
      <source>Stop (UTC)</source>
      <translation>Ende (UTC)</translation>
    </message>
    <message>
      <source>Sun azimuth, clockwise from map north (degrees)</source>
      <translation>Sonnenazimut, im Uhrzeigersinn von Kartennord (Grad)</translation>
    </message>
    <message>
      <source>Sun incidence (degrees)</source>
      <translation>Einfallswinkel der Sonne (Grad)</translation>
    </message>
    <message>
      <source>What tells the sun</source>
      <translation>Woher die Sonne bekannt ist</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>Landkarte</translation>
    </message>
    <message>
      <source>What to look out for</source>
      <translation>Worauf zu achten ist</translation>
    </message>
    <message>
      <source>Reconstruct DTM takes it</source>
      <translation>'DTM rekonstruieren' nimmt sie an</translation>
    </message>
    <message>
      <source>What would come of it</source>
      <translation>Was daraus würde</translation>
    </message>
    <message>
      <source>Reconstruct DTM</source>
      <translation>DTM rekonstruieren</translation>
    </message>
    <message>
      <source>Makes a digital terrain model at the resolution of one map-projected lunar image from the image and a coarse DEM. The image is cut into tiles; networks trained for flat, mountain and crater terrain make the heights of each, which are blended without seams and keep to the coarse DEM at its own scale. Give the sun's direction if you know it: it is worth more than anything else. Best light: incidence 50 to 75 degrees. Where the image or the DEM has no data, the DTM has none.</source>
      <translation>Erzeugt aus einem kartenprojizierten Mondbild und einem groben DEM ein digitales Geländemodell in der Auflösung des Bildes. Das Bild wird in Kacheln geschnitten; Netze, die für ebenes, bergiges und Krater-Gelände trainiert sind, machen die Höhen jeder Kachel, die ohne Nähte verbunden werden und sich in dessen eigenem Maßstab an das grobe DEM halten. Geben Sie die Richtung der Sonne an, wenn Sie sie kennen: Sie ist mehr wert als alles andere. Bestes Licht: Einfallswinkel 50 bis 75 Grad. Wo Bild oder DEM keine Daten haben, hat das DTM keine.</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Map-projected lunar image with one band (LROC NAC, ShadowCam; I/F, radiance or 8 bit), as GeoTIFF, PDS3, PDS4, ISIS cube or JPEG 2000.</source>
      <translation>Kartenprojiziertes Mondbild mit einem Band (LROC NAC, ShadowCam; I/F, Strahldichte oder 8 Bit) als GeoTIFF, PDS3, PDS4, ISIS-Cube oder JPEG 2000.</translation>
    </message>
    <message>
      <source>Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>Höhen desselben Geländes (SLDEM2015, LOLA, ...) in einem beliebigen KBS auf dem Mond. Höhen über der Kugel von 1737,4 km.</translation>
    </message>
    <message>
      <source>Saturated from</source>
      <translation>Gesättigt ab</translation>
    </message>
    <message>
      <source>Brightness from which the image is saturated (too bright for the camera); such pixels are left out. ShadowCam images, exposed for permanent shadow, saturate where the sun shines. Left empty, none are.</source>
      <translation>Helligkeit, ab der das Bild gesättigt ist (zu hell für die Kamera); solche Pixel werden ausgelassen. ShadowCam-Bilder, die für ständigen Schatten belichtet sind, sättigen, wo die Sonne scheint. Leer: keine.</translation>
    </message>
    <message>
      <source>Area of interest</source>
      <translation>Interessengebiet</translation>
    </message>
    <message>
      <source>Only this part: xmin,xmax,ymin,ymax in the CRS of the raster, or in another lunar CRS that follows in brackets. Results lie on the pixels of the whole raster; what is decided from an image or a DEM, as classes, contrast and the place of the coarse DEM, is decided from this part. Left empty, all of it.</source>
      <translation>Nur dieser Teil: xmin,xmax,ymin,ymax im KBS des Rasters oder in einem anderen des Mondes, das in Klammern folgt. Ergebnisse liegen auf den Pixeln des ganzen Rasters; was aus einem Bild oder einem DEM entschieden wird, wie Klassen, Kontrast und die Lage des groben DEM, wird aus diesem Teil entschieden. Leer: alles.</translation>
    </message>
    <message>
      <source>Coarse DEM: fetch for this image</source>
      <translation>Grobes DEM: für dieses Bild holen</translation>
    </message>
    <message>
      <source>Reads the coarse DEM of this ground from the archives that hold it (SLDEM2015, LOLA), a few megabytes over https; the source is named in the log. Only then is anything read from the network. It is kept in the user's cache folder. Leave the coarse DEM above empty.</source>
      <translation>Liest das grobe DEM dieses Geländes aus den Archiven, die es haben (SLDEM2015, LOLA), einige Megabyte über https; die Quelle steht im Protokoll. Nur dann wird etwas aus dem Netz gelesen. Es bleibt im Cache-Ordner des Benutzers. Das grobe DEM oben bleibt leer.</translation>
    </message>
    <message>
      <source>Source of the coarse DEM</source>
      <translation>Quelle des groben DEM</translation>
    </message>
    <message>
      <source>'auto' takes the best one for the ground and says which and why. Or a name of the table of sources: sldem2015, lola_60s_60m, lola_75s_30m, lola_85s_10m, lola_875s_5m (for the north with n instead of s), lolakaguya_512ppd, lola_118m, or one of your own table.</source>
      <translation>'auto' nimmt die beste für das Gelände und sagt, welche und warum. Oder ein Name aus der Tabelle der Quellen: sldem2015, lola_60s_60m, lola_75s_30m, lola_85s_10m, lola_875s_5m (für den Norden mit n statt s), lolakaguya_512ppd, lola_118m oder einer aus einer eigenen Tabelle.</translation>
    </message>
    <message>
      <source>Table of sources</source>
      <translation>Tabelle der Quellen</translation>
    </message>
    <message>
      <source>A table of your own, of the form of the file archives.toml that comes with the plugin: it adds sources, and replaces those of the same name.</source>
      <translation>Eine eigene Tabelle in der Form der mitgelieferten Datei archives.toml: Sie fügt Quellen hinzu und ersetzt die mit gleichem Namen.</translation>
    </message>
    <message>
      <source>Sun</source>
      <translation>Sonne</translation>
    </message>
    <message>
      <source>'auto' takes the angles or the time given, else what the image's label says, else the time in its product's name. 'scattered' is for ground in permanent shadow, lit by sunlit ground on the horizon whatever the label says: from where is taken from the azimuth given, else from the image over the slopes of the coarse DEM. That is what 'auto' does with an image of ShadowCam. 'none' leaves light's direction out.</source>
      <translation>'auto' nimmt die angegebenen Winkel oder die angegebene Zeit, sonst, was das Label des Bildes sagt, sonst die Zeit im Namen des Produkts. 'scattered' ist für Gelände in dauerndem Schatten, das von besonntem Gelände am Horizont beleuchtet wird, was auch immer das Label sagt: von wo, sagt das angegebene Azimut, sonst das Bild über den Neigungen des groben DEM. So hält es 'auto' mit Bildern von ShadowCam. 'none' lässt die Richtung des Lichts weg.</translation>
    </message>
    <message>
      <source>Sun azimuth</source>
      <translation>Sonnenazimut</translation>
    </message>
    <message>
      <source>Direction to the sun, degrees clockwise from map north (up in the map-projected image). Left empty, it comes from the image's label or from its time. Where neither label nor name tells it, the algorithm Sun geometry gives both angles: from the time, or from the sub-solar point, which the image's page in the archive (LROC, ODE) lists. The azimuth on such a page is often that of the raw image and does not fit a map.</source>
      <translation>Richtung zur Sonne in Grad im Uhrzeigersinn von Kartennord (oben im kartenprojizierten Bild). Leer: aus dem Label des Bildes oder aus seiner Zeit. Wo weder Label noch Name sie nennen, gibt der Algorithmus Sonnenstand beide Winkel: aus der Zeit oder aus dem subsolaren Punkt, den die Seite des Bildes im Archiv (LROC, ODE) nennt. Der Azimut auf einer solchen Seite ist oft der des Rohbildes und passt nicht zu einer Karte.</translation>
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
      <source>Angle between the sun and the local vertical, degrees (0 overhead, 90 on the horizon). Left empty, it comes from the image's label or from its time. The image's page in the archive (LROC, ODE) lists it as incidence angle; 90 minus the sun's elevation is the same.</source>
      <translation>Winkel zwischen der Sonne und der Senkrechten in Grad (0 im Zenit, 90 am Horizont). Leer: aus dem Label des Bildes oder aus seiner Zeit. Die Seite des Bildes im Archiv (LROC, ODE) nennt ihn als incidence angle; 90 minus der Höhe der Sonne ist dasselbe.</translation>
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
      <source>Images and DEMs often lie some tens of metres apart. Move the coarse DEM to where it fits the image best, as far as that is expected to make the heights better: on a slope of 30 degrees each metre that it lies off is 0.6 m of height. The DTM then lies where the image does. Needs the sun. Switch it off to keep the coarse DEM's own place, as for neighbouring images that go into one mosaic; Reconstruct region fits those together. A move by hand takes its place.</source>
      <translation>Bilder und DEMs liegen oft einige zehn Meter auseinander. Verschiebt das grobe DEM dahin, wo es am besten zum Bild passt, soweit davon bessere Höhen zu erwarten sind: An einem Hang von 30 Grad macht jeder Meter, den es daneben liegt, 0,6 m Höhe aus. Das DTM liegt dann, wo das Bild liegt. Braucht die Sonne. Ausgeschaltet bleibt das grobe DEM, wo es liegt, etwa für benachbarte Bilder, die in ein Mosaik kommen; 'Region rekonstruieren' passt diese gemeinsam an. Eine Verschiebung von Hand tritt an seine Stelle.</translation>
    </message>
    <message>
      <source>Move by hand, east</source>
      <translation>Verschiebung von Hand, Ost</translation>
    </message>
    <message>
      <source>Moves the coarse DEM east by so much (west where negative) instead of by an estimate, as for ground on which none is reliable. Measure it in QGIS between a feature of the coarse DEM's hillshade and the same one in the image. Left empty, it is not moved by hand; where only one of the two is given, the other is 0.</source>
      <translation>Verschiebt das grobe DEM um so viel nach Osten (negativ nach Westen) statt um eine Schätzung, etwa auf Gelände, auf dem keine verlässlich ist. In QGIS zu messen zwischen einem Merkmal der Schummerung des groben DEM und demselben im Bild. Leer: keine Verschiebung von Hand; ist nur eine der beiden angegeben, ist die andere 0.</translation>
    </message>
    <message>
      <source>metres</source>
      <translation>Meter</translation>
    </message>
    <message>
      <source>Move by hand, north</source>
      <translation>Verschiebung von Hand, Nord</translation>
    </message>
    <message>
      <source>The same to the north of the map (up).</source>
      <translation>Dasselbe zum Norden der Karte (nach oben).</translation>
    </message>
    <message>
      <source>Error of the coarse DEM</source>
      <translation>Fehler des groben DEM</translation>
    </message>
    <message>
      <source>Standard deviation of its heights, where you know that it is good: 0.1 to 0.5 m for a DEM from stereo images or LOLA's tracks near the poles. The better it is, the more of its long waves are kept, and the less the image changes them. Left empty, or from 2 m at a posting of 60 m on, the experts mend them as they have learnt to, which suits SLDEM2015.</source>
      <translation>Standardabweichung seiner Höhen, wenn Sie wissen, dass es gut ist: 0,1 bis 0,5 m für ein DEM aus Stereobildern oder LOLAs Spuren nahe den Polen. Je besser es ist, desto mehr von seinen langen Wellen bleibt, und desto weniger ändert das Bild daran. Leer gelassen, oder ab 2 m bei einem Punktabstand von 60 m, bessern die Experten sie aus, wie sie es gelernt haben, was zu SLDEM2015 passt.</translation>
    </message>
    <message>
      <source>Contrast of the image</source>
      <translation>Kontrast des Bildes</translation>
    </message>
    <message>
      <source>Slopes are read from the contrast of the image, so it has to be right. 'as it is' trusts the image, which is right for calibrated I/F and radiance. 'from the DEM' scales the contrast to what the slopes of the coarse DEM ask for; images stretched for display, and logarithms, need that. 'auto' scales it where the image looks stretched (bytes, or clipped at its bright end) or is plainly off. What stays in doubt is damped, and is in the errors.</source>
      <translation>Neigungen werden aus dem Kontrast des Bildes gelesen, darum muss er stimmen. 'as it is' vertraut dem Bild, was für kalibriertes I/F und Strahldichte richtig ist. 'from the DEM' bringt den Kontrast auf das, was die Neigungen des groben DEM verlangen; für die Anzeige gestreckte Bilder und Logarithmen brauchen das. 'auto' tut es, wo das Bild gestreckt aussieht (Bytes, oder am hellen Ende abgeschnitten) oder deutlich daneben liegt. Was zweifelhaft bleibt, wird gedämpft und steht in den Fehlern.</translation>
    </message>
    <message>
      <source>Edited tile layer</source>
      <translation>Bearbeiteter Kachellayer</translation>
    </message>
    <message>
      <source>To choose yourself which ground is treated as flat, mountain or crater: run Classify terrain with the output Tiles, edit the field 'class' of that layer (flat, mountain or crater), save it, and give it here. Left empty, the classes are found from the relief of the coarse DEM.</source>
      <translation>Um selbst zu wählen, welches Gelände als eben, bergig oder Krater gilt: 'Gelände klassifizieren' mit der Ausgabe Kacheln starten, das Feld 'class' jenes Layers bearbeiten (flat, mountain oder crater), speichern und ihn hier angeben. Leer: Die Klassen werden aus dem Relief des groben DEM gefunden.</translation>
    </message>
    <message>
      <source>Tiling</source>
      <translation>Kachelung</translation>
    </message>
    <message>
      <source>How the image is cut. 'pack' takes the size that the expert pack was trained for, and larger tiles where neighbours have one terrain class. 'paper' takes tiles of 256 x 320 pixels that share 100: twice the work, with heights that differ by about a hundredth of their error. Tile sizes that are given overrule both.</source>
      <translation>Wie das Bild geschnitten wird. 'pack' nimmt die Größe, für die das Expertenpaket trainiert ist, und größere Kacheln, wo Nachbarn eine Geländeklasse haben. 'paper' nimmt Kacheln von 256 x 320 Pixeln, die sich 100 teilen: doppelte Arbeit, mit Höhen, die um etwa ein Hundertstel ihres Fehlers abweichen. Angegebene Kachelgrößen gehen beiden vor.</translation>
    </message>
    <message>
      <source>Tile height</source>
      <translation>Kachelhöhe</translation>
    </message>
    <message>
      <source>Rows of a tile, a multiple of 16. Left empty, as chosen under Tiling.</source>
      <translation>Zeilen einer Kachel, ein Vielfaches von 16. Leer: wie unter Kachelung gewählt.</translation>
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
      <source>Columns of a tile, a multiple of 16. Left empty, as chosen under Tiling.</source>
      <translation>Spalten einer Kachel, ein Vielfaches von 16. Leer: wie unter Kachelung gewählt.</translation>
    </message>
    <message>
      <source>Tile overlap</source>
      <translation>Kachelüberlappung</translation>
    </message>
    <message>
      <source>Pixels that neighbouring tiles share. Left empty, as chosen under Tiling.</source>
      <translation>Pixel, die sich benachbarte Kacheln teilen. Leer: wie unter Kachelung gewählt.</translation>
    </message>
    <message>
      <source>Preview: one tile alone</source>
      <translation>Vorschau: nur eine Kachel</translation>
    </message>
    <message>
      <source>Makes one tile, that in the middle of the area of interest or of the image, in seconds: to look at before a long run. What tiles share with neighbours is left out of it. Contrast and the place of the coarse DEM are decided from 2048 pixels about it, so that they can differ a little from those of the whole.</source>
      <translation>Macht eine Kachel, die in der Mitte des Interessengebiets oder des Bildes, in Sekunden: zum Ansehen vor einem langen Lauf. Was sich Kacheln mit Nachbarn teilen, wird ausgelassen. Kontrast und Lage des groben DEM werden aus 2048 Pixeln darum entschieden und können deshalb ein wenig von denen des Ganzen abweichen.</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>Plan</translation>
    </message>
    <message>
      <source>A file that Plan DTM wrote: what it decided is done. Image and coarse DEM then only have to be given where they lie elsewhere now.</source>
      <translation>Eine Datei von 'DTM planen': Was sie entschieden hat, wird getan. Bild und grobes DEM sind dann nur anzugeben, wenn sie jetzt anderswo liegen.</translation>
    </message>
    <message>
      <source>Run on</source>
      <translation>Rechnen auf</translation>
    </message>
    <message>
      <source>What computes. 'auto' takes a graphics card where there is one, else the processor; cuda and tensorrt are for NVIDIA cards, directml for Windows, coreml for macOS. One that is asked for by name and is not there is an error. openvino is for processors that compute in bfloat16: about two thirds of the time, heights that differ by centimetres.</source>
      <translation>Was rechnet. 'auto' nimmt eine Grafikkarte, wo es eine gibt, sonst den Prozessor; cuda und tensorrt sind für NVIDIA-Karten, directml für Windows, coreml für macOS. Was namentlich verlangt wird und nicht da ist, ist ein Fehler. openvino ist für Prozessoren, die in bfloat16 rechnen: etwa zwei Drittel der Zeit, Höhen, die um Zentimeter abweichen.</translation>
    </message>
    <message>
      <source>Tiles at a time</source>
      <translation>Kacheln zugleich</translation>
    </message>
    <message>
      <source>Tiles computed at the same time on the processor; more need more memory. 0 for one per core. The result does not depend on it.</source>
      <translation>Kacheln, die der Prozessor zugleich berechnet; mehr brauchen mehr Speicher. 0 für eine je Kern. Das Ergebnis hängt nicht davon ab.</translation>
    </message>
    <message>
      <source>Dask scheduler</source>
      <translation>Dask-Scheduler</translation>
    </message>
    <message>
      <source>For computing on a cluster with Dask: local:N for N processes of this machine, the address of a scheduler like tcp://host:8786, or a scheduler file. All machines must see the inputs under the same paths. Left empty, this machine computes alone.</source>
      <translation>Um auf einem Cluster mit Dask zu rechnen: local:N für N Prozesse dieses Rechners, die Adresse eines Schedulers wie tcp://host:8786 oder eine Scheduler-Datei. Alle Rechner müssen die Eingaben unter denselben Pfaden sehen. Leer: Dieser Rechner rechnet allein.</translation>
    </message>
    <message>
      <source>Go on where a run stopped</source>
      <translation>Weitermachen, wo ein Lauf stehen blieb</translation>
    </message>
    <message>
      <source>Take over what a cancelled or killed run with the same settings and inputs has finished. Switched off, all is computed again.</source>
      <translation>Übernimmt, was ein abgebrochener oder beendeter Lauf mit denselben Einstellungen und Eingaben fertig hat. Ausgeschaltet wird alles neu berechnet.</translation>
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
      <source>Polygon layer of the tiles with row, column, class, relief_m and posterior, as Classify terrain writes it.</source>
      <translation>Polygonlayer der Kacheln mit row, column, class, relief_m und posterior, wie 'Gelände klassifizieren' ihn schreibt.</translation>
    </message>
    <message>
      <source>Spread of overlapping tiles</source>
      <translation>Streuung überlappender Kacheln</translation>
    </message>
    <message>
      <source>Standard deviation in metres between the heights of overlapping tiles: small means that they agree. Zero where there is only one tile.</source>
      <translation>Standardabweichung in Metern zwischen den Höhen überlappender Kacheln: Klein heißt, dass sie übereinstimmen. Null, wo nur eine Kachel ist.</translation>
    </message>
    <message>
      <source>Error of heights</source>
      <translation>Fehler der Höhen</translation>
    </message>
    <message>
      <source>Standard deviation of each height in metres, as a network tells it from image, coarse DEM and DTM: two thirds of the heights lie within one of the truth. Errors of the coarse DEM in waves longer than about seven of its postings are in it only where the error of the coarse DEM is given.</source>
      <translation>Standardabweichung jeder Höhe in Metern, wie ein Netz sie aus Bild, grobem DEM und DTM angibt: zwei Drittel der Höhen liegen innerhalb von einer um die Wahrheit. Fehler des groben DEM in Wellen, die länger sind als etwa sieben seiner Stützpunktabstände, sind nur darin, wenn der Fehler des groben DEM angegeben ist.</translation>
    </message>
    <message>
      <source>Error of slopes</source>
      <translation>Fehler der Neigungen</translation>
    </message>
    <message>
      <source>Standard deviation of each slope in degrees, over a baseline of two pixels.</source>
      <translation>Standardabweichung jeder Neigung in Grad, über eine Basis von zwei Pixeln.</translation>
    </message>
    <message>
      <source>Support of heights</source>
      <translation>Grundlage der Höhen</translation>
    </message>
    <message>
      <source>What each height rests on: 1 lit and seen, 2 steep or raking light, 3 cast shadow, 4 saturated, 5 image missing (the coarse DEM alone is known, and the DTM has no height), 6 outside of what the experts know.</source>
      <translation>Worauf jede Höhe beruht: 1 beleuchtet und gesehen, 2 steil oder Streiflicht, 3 Schlagschatten, 4 gesättigt, 5 Bild fehlt (nur das grobe DEM ist bekannt, das DTM hat keine Höhe), 6 außerhalb dessen, was die Experten kennen.</translation>
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
      <source>Error of heights, RMS of what is stated (m)</source>
      <translation>Fehler der Höhen, RMS des Angegebenen (m)</translation>
    </message>
    <message>
      <source>Error of slopes, RMS of what is stated (degrees)</source>
      <translation>Fehler der Neigungen, RMS des Angegebenen (Grad)</translation>
    </message>
    <message>
      <source>Heights that rest on light that was seen (%)</source>
      <translation>Höhen, die auf gesehenem Licht beruhen (%)</translation>
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
      <source>Doubt in the contrast that is used (%)</source>
      <translation>Zweifel am verwendeten Kontrast (%)</translation>
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
      <source>Pixels computed for each pixel of the DTM</source>
      <translation>Berechnete Pixel je Pixel des DTM</translation>
    </message>
    <message>
      <source>Seconds in all</source>
      <translation>Sekunden insgesamt</translation>
    </message>
    <message>
      <source>Seconds inside the networks</source>
      <translation>Sekunden in den Netzen</translation>
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
      <source>JSON file: inputs with their checksums, sun, contrast, place of the coarse DEM, tiles with their classes, expert pack.</source>
      <translation>JSON-Datei: Eingaben mit ihren Prüfsummen, Sonne, Kontrast, Ort des groben DEM, Kacheln mit ihren Klassen, Expertenpaket.</translation>
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
      <source>A table with a row for each image: a CSV file, or a layer of a GeoPackage (PATH|layername=NAME), with the column path and, where they are known, sun_azimuth, sun_incidence, sun_time, contrast, priority (1 lies on top), classes (an edited tile layer), coarse_dem (instead of the one below), coarse_dem_error, shift_east and shift_north (metres by which its coarse DEM is moved by hand, whatever the fit says). Relative paths begin at the folder of the table. Or a folder of images.</source>
      <translation>Eine Tabelle mit einer Zeile je Bild: eine CSV-Datei oder ein Layer eines GeoPackage (PFAD|layername=NAME) mit der Spalte path und, soweit bekannt, sun_azimuth, sun_incidence, sun_time, contrast, priority (1 liegt oben), classes (ein bearbeiteter Kachellayer), coarse_dem (statt des untenstehenden), coarse_dem_error, shift_east und shift_north (Meter, um die dessen grobes DEM von Hand verschoben wird, was auch die Anpassung sagt). Relative Pfade beginnen beim Ordner der Tabelle. Oder ein Ordner mit Bildern.</translation>
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
      <source>'blend' weighs each frame by the distance to its border. 'priority' puts the frame with the least number in the column priority on top, and of equals the first of the table. 'suns' puts frames together that overlap under different suns, as Combine DTMs does: each counts along its own light, and one fills the shadows of another. What else overlaps is blended.</source>
      <translation>'blend' gewichtet jede Aufnahme mit dem Abstand zu ihrem Rand. 'priority' legt die Aufnahme mit der kleinsten Zahl in der Spalte priority nach oben, von gleichen die erste der Tabelle. 'suns' fügt Aufnahmen, die unter verschiedenen Sonnen überlappen, so zusammen wie 'DTMs kombinieren': jede zählt entlang ihres eigenen Lichts, und eine füllt die Schatten der anderen. Was sonst überlappt, geht wie bei 'blend' ineinander über.</translation>
    </message>
    <message>
      <source>Least angle between suns</source>
      <translation>Kleinster Winkel zwischen den Sonnen</translation>
    </message>
    <message>
      <source>With 'suns': frames are put together from this angle between the lines of their light on. 90 degrees is ideal, and opposite suns have none.</source>
      <translation>Bei 'suns': Ab diesem Winkel zwischen den Linien ihres Lichts werden Aufnahmen zusammengefügt. 90 Grad sind ideal; gegenüberliegende Sonnen haben keinen.</translation>
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
      <source>Errors and support</source>
      <translation>Fehler und Grundlage</translation>
    </message>
    <message>
      <source>Beside every DTM and the mosaic, rasters that tell how sure their heights are: the standard deviations of heights and of slopes, and what each height rests on, as Reconstruct DTM writes them.</source>
      <translation>Neben jedem DTM und dem Mosaik Raster, die sagen, wie sicher ihre Höhen sind: die Standardabweichungen von Höhen und Neigungen, und worauf jede Höhe beruht, wie 'DTM rekonstruieren' sie schreibt.</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Holds mosaic.tif, frames.gpkg, report.html, and in frames/ a DTM for each image; with errors also mosaic_height_error.tif, mosaic_slope_error.tif and mosaic_support.tif, and folders of these names in frames/; in combined/ what was put together by its suns. A run that was stopped goes on here; a frame whose image or settings changed is made anew.</source>
      <translation>Enthält mosaic.tif, frames.gpkg, report.html und in frames/ ein DTM je Bild; mit Fehlern auch mosaic_height_error.tif, mosaic_slope_error.tif und mosaic_support.tif und Ordner dieser Namen in frames/; in combined/, was nach seinen Sonnen zusammengefügt wurde. Ein angehaltener Lauf geht hier weiter; eine Aufnahme, deren Bild oder Einstellungen sich geändert haben, wird neu gemacht.</translation>
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
      <source>Error of the mosaic's heights, RMS of what is stated (m)</source>
      <translation>Fehler der Höhen des Mosaiks, RMS des Angegebenen (m)</translation>
    </message>
    <message>
      <source>Error of the mosaic's slopes, RMS of what is stated (degrees)</source>
      <translation>Fehler der Neigungen des Mosaiks, RMS des Angegebenen (Grad)</translation>
    </message>
    <message>
      <source>Heights of the mosaic that rest on light that was seen (%)</source>
      <translation>Höhen des Mosaiks, die auf gesehenem Licht beruhen (%)</translation>
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
      <source>Fetch coarse DEM</source>
      <translation>Grobes DEM holen</translation>
    </message>
    <message>
      <source>Fetches the coarse DEM of an image, or of an extent, from the archives that hold it: the source that is best for the ground is chosen and named, and only the window is read, a few megabytes, over https. Tiles, the antimeridian and the seam between equatorial and polar models are put together. Parts that were read are kept in the user's cache folder, so that a run that was stopped goes on, and the same ground is not read twice. Proxies are those of the environment variables HTTPS_PROXY and NO_PROXY.</source>
      <translation>Holt das grobe DEM eines Bildes oder eines Ausschnitts aus den Archiven, die es haben: Die beste Quelle für das Gelände wird gewählt und genannt, und nur der Ausschnitt wird gelesen, einige Megabyte, über https. Über Kachelgrenzen, den Antimeridian und die Naht zwischen äquatorialen und polaren Modellen hinweg wird zusammengesetzt. Gelesene Teile bleiben im Cache-Ordner des Benutzers, sodass ein angehaltener Lauf weitergeht und dasselbe Gelände nicht zweimal gelesen wird. Proxys sind die der Umgebungsvariablen HTTPS_PROXY und NO_PROXY.</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>Ausschnitt</translation>
    </message>
    <message>
      <source>Instead of an image: west,south,east,north in degrees, east positive, like 3.1,26.0,3.9,26.6. East may be less than west, over the antimeridian.</source>
      <translation>Statt eines Bildes: West,Süd,Ost,Nord in Grad, nach Osten positiv, zum Beispiel 3.1,26.0,3.9,26.6. Ost darf über den Antimeridian kleiner als West sein.</translation>
    </message>
    <message>
      <source>Margin</source>
      <translation>Rand</translation>
    </message>
    <message>
      <source>Ground around the image that is fetched too, so that the coarse DEM can be moved under it.</source>
      <translation>Gelände um das Bild, das mitgeholt wird, damit das grobe DEM darunter verschoben werden kann.</translation>
    </message>
    <message>
      <source>Limit</source>
      <translation>Grenze</translation>
    </message>
    <message>
      <source>The most that is read from the archive; what takes more is refused, with its size.</source>
      <translation>Das Meiste, was aus dem Archiv gelesen wird; was mehr braucht, wird mit seiner Größe abgelehnt.</translation>
    </message>
    <message>
      <source>MB</source>
      <translation>MB</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres above the 1737.4 km sphere, on the posts of the archive, with source, citation and digests in its tags.</source>
      <translation>GeoTIFF mit Höhen in Metern über der Kugel von 1737,4 km, auf den Stützpunkten des Archivs, mit Quelle, Zitat und Prüfsummen in den Tags.</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>To be cited</source>
      <translation>Zu zitieren</translation>
    </message>
    <message>
      <source>Distance of the posts (m)</source>
      <translation>Abstand der Stützpunkte (m)</translation>
    </message>
    <message>
      <source>Accuracy of the heights (m)</source>
      <translation>Genauigkeit der Höhen (m)</translation>
    </message>
    <message>
      <source>Posts with a height (%)</source>
      <translation>Stützpunkte mit Höhe (%)</translation>
    </message>
    <message>
      <source>Bytes read from the archive</source>
      <translation>Aus dem Archiv gelesene Bytes</translation>
    </message>
    <message>
      <source>Requests</source>
      <translation>Anfragen</translation>
    </message>
    <message>
      <source>Align coarse DEM</source>
      <translation>Grobes DEM ausrichten</translation>
    </message>
    <message>
      <source>Brings a coarse DEM of any lunar CRS onto the grid of an image, and estimates how far the two lie apart: the DEM, shaded under the image's sun, is correlated with the image at the scales that both resolve. The shift is reported in metres, with whether it is reliable, and applied only when asked for and reliable. A move by hand is applied as it is given, with the estimate reported beside it.</source>
      <translation>Bringt ein grobes DEM in einem beliebigen KBS des Mondes auf das Gitter eines Bildes und schätzt, wie weit beide auseinander liegen: Das DEM, unter der Sonne des Bildes schattiert, wird in den Maßstäben, die beide auflösen, mit dem Bild korreliert. Die Verschiebung wird in Metern gemeldet, mit der Angabe, ob sie verlässlich ist, und nur angewandt, wenn das verlangt und sie verlässlich ist. Eine Verschiebung von Hand wird angewandt, wie sie angegeben ist, und die Schätzung daneben gemeldet.</translation>
    </message>
    <message>
      <source>Correct the shift between DEM and image</source>
      <translation>Verschiebung zwischen DEM und Bild berichtigen</translation>
    </message>
    <message>
      <source>Move the coarse DEM to where its shading fits the image, if that can be told reliably. Needs the sun.</source>
      <translation>Verschiebt das grobe DEM dahin, wo seine Schattierung zum Bild passt, wenn sich das verlässlich sagen lässt. Braucht die Sonne.</translation>
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
      <source>Cuts the image into tiles, and finds for each by its relief (highest minus lowest height of the coarse DEM) and that of its neighbours whether it is flat, mountain or crater terrain (a Markov random field; typical reliefs come with the expert pack). To overrule it, edit the field 'class' of the tile layer and give the layer to Reconstruct DTM as Edited tile layer.</source>
      <translation>Zerlegt das Bild in Kacheln und findet für jede aus ihrem Relief (höchste minus tiefste Höhe des groben DEM) und dem ihrer Nachbarn, ob sie eben, bergig oder Krater ist (ein Markow-Zufallsfeld; typische Reliefs kommen mit dem Expertenpaket). Um das zu überstimmen, bearbeiten Sie das Feld 'class' des Kachellayers und geben Sie den Layer 'DTM rekonstruieren' als Bearbeiteten Kachellayer.</translation>
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
      <source>Polygon layer of the tiles with row, column, class (which can be edited), relief_m (metres) and posterior (how sure the class is, 0 to 1).</source>
      <translation>Polygonlayer der Kacheln mit row, column, class (bearbeitbar), relief_m (Meter) und posterior (wie sicher die Klasse ist, 0 bis 1).</translation>
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
      <source>Class statistics</source>
      <translation>Klassenstatistik</translation>
    </message>
    <message>
      <source>Classifies the tiles of a DEM as Classify terrain does, without an image, and tells how well the classes are told apart: the relief (highest minus lowest height) of the tiles of each class, its mean and standard deviation, and the area that the normal densities of two classes share, as in Fig. 2 and 3 of the MMoEDTM paper. A warning names two classes that share more than a tenth.</source>
      <translation>Klassifiziert die Kacheln eines DEM wie 'Gelände klassifizieren', aber ohne Bild, und sagt, wie gut sich die Klassen trennen lassen: das Relief (höchste minus tiefste Höhe) der Kacheln jeder Klasse, seinen Mittelwert, seine Standardabweichung und die Fläche, die die Normalverteilungen zweier Klassen gemeinsam haben, wie in Abb. 2 und 3 der MMoEDTM-Arbeit. Eine Warnung nennt zwei Klassen, die mehr als ein Zehntel gemeinsam haben.</translation>
    </message>
    <message>
      <source>DEM</source>
      <translation>DEM</translation>
    </message>
    <message>
      <source>Elevation (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>Höhen (SLDEM2015, LOLA, ...) in einem beliebigen KBS auf dem Mond, über der Kugel von 1737,4 km.</translation>
    </message>
    <message>
      <source>Grid</source>
      <translation>Gitter</translation>
    </message>
    <message>
      <source>A raster, such as an image or a DTM, whose pixels are cut into tiles. Left empty, the whole DEM is cut, at the pixel size below.</source>
      <translation>Ein Raster, zum Beispiel ein Bild oder DTM, dessen Pixel in Kacheln geschnitten werden. Leer: Das ganze DEM wird geschnitten, mit der Pixelgröße unten.</translation>
    </message>
    <message>
      <source>Pixel size</source>
      <translation>Pixelgröße</translation>
    </message>
    <message>
      <source>Ground metres per pixel of an image that might be reconstructed here. Used only without a grid.</source>
      <translation>Bodenmeter je Pixel eines Bildes, das hier rekonstruiert werden könnte. Gilt nur ohne Gitter.</translation>
    </message>
    <message>
      <source>Class raster: 1 flat, 2 mountain, 3 crater, 0 none.</source>
      <translation>Klassenraster: 1 eben, 2 bergig, 3 Krater, 0 keine.</translation>
    </message>
    <message>
      <source>Polygon layer of tiles with row, column, class, relief_m and posterior.</source>
      <translation>Polygonlayer der Kacheln mit row, column, class, relief_m und posterior.</translation>
    </message>
    <message>
      <source>Relief of the tiles</source>
      <translation>Relief der Kacheln</translation>
    </message>
    <message>
      <source>Highest minus lowest height in each tile, metres.</source>
      <translation>Höchste minus tiefste Höhe in jeder Kachel, in Metern.</translation>
    </message>
    <message>
      <source>Plot of the densities</source>
      <translation>Zeichnung der Verteilungen</translation>
    </message>
    <message>
      <source>Picture of how the reliefs of each class are distributed, with means, standard deviations and overlaps.</source>
      <translation>Bild der Verteilung der Reliefs jeder Klasse, mit Mittelwerten, Standardabweichungen und Überlappungen.</translation>
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
      <source>Mean relief of flat tiles (m)</source>
      <translation>Mittleres Relief ebener Kacheln (m)</translation>
    </message>
    <message>
      <source>Mean relief of mountain tiles (m)</source>
      <translation>Mittleres Relief bergiger Kacheln (m)</translation>
    </message>
    <message>
      <source>Mean relief of crater tiles (m)</source>
      <translation>Mittleres Relief von Kraterkacheln (m)</translation>
    </message>
    <message>
      <source>Standard deviation of the relief of flat tiles (m)</source>
      <translation>Standardabweichung des Reliefs ebener Kacheln (m)</translation>
    </message>
    <message>
      <source>Standard deviation of the relief of mountain tiles (m)</source>
      <translation>Standardabweichung des Reliefs bergiger Kacheln (m)</translation>
    </message>
    <message>
      <source>Standard deviation of the relief of crater tiles (m)</source>
      <translation>Standardabweichung des Reliefs von Kraterkacheln (m)</translation>
    </message>
    <message>
      <source>Overlap of flat and mountain (%)</source>
      <translation>Überlappung von eben und bergig (%)</translation>
    </message>
    <message>
      <source>Overlap of mountain and crater (%)</source>
      <translation>Überlappung von bergig und Krater (%)</translation>
    </message>
    <message>
      <source>Overlap of flat and crater (%)</source>
      <translation>Überlappung von eben und Krater (%)</translation>
    </message>
    <message>
      <source>Mosaic DTMs</source>
      <translation>DTMs mosaikieren</translation>
    </message>
    <message>
      <source>Puts any number of DTM tiles or strips (several NAC frames, left and right) into one. In the overlaps the inputs are weighted by linear gradients that fall towards the border of each, or the first one lies on top; values that only one input has are kept. Inputs can be levelled against one another, and gaps filled from a coarse DEM. The grid is that of the first input, extended over all; inputs on another grid are resampled bilinearly.</source>
      <translation>Setzt beliebig viele DTM-Kacheln oder -Streifen (mehrere NAC-Aufnahmen, links und rechts) zu einem zusammen. In den Überlappungen werden die Eingaben mit Gewichten gemittelt, die zum Rand jeder Eingabe hin linear abfallen, oder die erste liegt oben; Werte, die nur eine Eingabe hat, bleiben. Eingaben können gegeneinander auf eine Höhe gebracht und Lücken aus einem groben DEM gefüllt werden. Das Gitter ist das der ersten Eingabe, über alle erweitert; Eingaben auf einem anderen Gitter werden bilinear umgerechnet.</translation>
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
      <source>Combine DTMs</source>
      <translation>DTMs kombinieren</translation>
    </message>
    <message>
      <source>Puts DTMs of the same ground together that were made from images under different suns. An image shows slopes towards and away from its sun, and hardly those across; two suns about 90 degrees apart show both. The DTMs are laid on the first to a fraction of a pixel, then gradients of all are fitted by least squares, each DTM counting most along its own sun, less in its own shadows and where its predicted error is larger. Long waves are the mean of the DTMs. What one DTM has no data for, or shadow, the others fill. Images under nearly the same, or opposite, azimuths add little; a warning says so.</source>
      <translation>Fügt DTMs desselben Geländes zusammen, die aus Bildern unter verschiedenen Sonnen gemacht sind. Ein Bild zeigt Neigungen zur Sonne hin und von ihr weg und kaum solche quer dazu; zwei Sonnen im Abstand von etwa 90 Grad zeigen beide. Die DTMs werden auf einen Bruchteil eines Pixels auf das erste gelegt, dann werden die Gradienten aller nach kleinsten Quadraten ausgeglichen, wobei jedes DTM längs seiner eigenen Sonne am meisten zählt, in seinen eigenen Schatten und bei größerem vorhergesagtem Fehler weniger. Lange Wellen sind das Mittel der DTMs. Wo ein DTM keine Daten oder Schatten hat, füllen die anderen. Bilder unter fast gleichen oder entgegengesetzten Azimuten bringen wenig; eine Warnung sagt es.</translation>
    </message>
    <message>
      <source>Two or more DTMs of the same ground, each made from an image under another sun. All are laid on the first.</source>
      <translation>Zwei oder mehr DTMs desselben Geländes, jedes aus einem Bild unter einer anderen Sonne. Alle werden auf das erste gelegt.</translation>
    </message>
    <message>
      <source>Suns</source>
      <translation>Sonnen</translation>
    </message>
    <message>
      <source>Azimuth (clockwise from map north) and incidence of the sun of each DTM's image in degrees, in the order of the DTMs, separated by semicolons: 292 58; 20 61. Left empty, they come from the tags that Reconstruct DTM writes.</source>
      <translation>Azimut (im Uhrzeigersinn von Karten-Nord) und Einfallswinkel der Sonne des Bildes jedes DTM in Grad, in der Reihenfolge der DTMs, durch Strichpunkte getrennt: 292 58; 20 61. Leer gelassen kommen sie aus den Tags, die 'DTM rekonstruieren' schreibt.</translation>
    </message>
    <message>
      <source>Predicted errors</source>
      <translation>Vorhergesagte Fehler</translation>
    </message>
    <message>
      <source>For each DTM, in their order, a raster of the standard deviation of its heights in metres, as 'Error of heights' of Reconstruct DTM is: where it is larger, the DTM counts less.</source>
      <translation>Für jedes DTM, in ihrer Reihenfolge, ein Raster der Standardabweichung seiner Höhen in Metern, wie sie 'DTM rekonstruieren' als Fehler der Höhen ausgibt: Wo sie größer ist, zählt das DTM weniger.</translation>
    </message>
    <message>
      <source>Posting of the coarse DEM</source>
      <translation>Stützpunktabstand des groben DEM</translation>
    </message>
    <message>
      <source>Distance of the posts of the coarse DEM that the DTMs were made from. Waves several times as long are the mean of the DTMs, shorter ones are put together by the directions of the light.</source>
      <translation>Abstand der Stützpunkte des groben DEM, aus dem die DTMs gemacht sind. Mehrmals so lange Wellen sind das Mittel der DTMs, kürzere werden nach den Richtungen des Lichts zusammengefügt.</translation>
    </message>
    <message>
      <source>Register the DTMs</source>
      <translation>DTMs aufeinander legen</translation>
    </message>
    <message>
      <source>Find how far the DTMs lie apart, and move all but the first. Switched off, they are taken where they lie.</source>
      <translation>Findet, wie weit die DTMs auseinander liegen, und verschiebt alle außer dem ersten. Ausgeschaltet werden sie genommen, wo sie liegen.</translation>
    </message>
    <message>
      <source>A raster whose pixels the result has. Left empty, those of the first DTM.</source>
      <translation>Ein Raster, dessen Pixel das Ergebnis hat. Leer gelassen die des ersten DTM.</translation>
    </message>
    <message>
      <source>Combined DTM</source>
      <translation>Kombiniertes DTM</translation>
    </message>
    <message>
      <source>Standard deviation of the heights</source>
      <translation>Standardabweichung der Höhen</translation>
    </message>
    <message>
      <source>Metres, from what the DTMs differ by. Errors that all DTMs have alike, as of the long waves of their coarse DEM, are not in it.</source>
      <translation>Meter, aus den Unterschieden der DTMs. Fehler, die alle DTMs gleich haben, wie die der langen Wellen ihres groben DEM, sind nicht enthalten.</translation>
    </message>
    <message>
      <source>A page for the browser (HTML), in one file.</source>
      <translation>Eine Seite für den Browser (HTML) in einer Datei.</translation>
    </message>
    <message>
      <source>DTMs combined</source>
      <translation>Kombinierte DTMs</translation>
    </message>
    <message>
      <source>Angle at which the suns complement each other best, 90 is ideal (degrees)</source>
      <translation>Winkel, unter dem sich die Sonnen am besten ergänzen, ideal sind 90 (Grad)</translation>
    </message>
    <message>
      <source>Expected slope error over that of the best DTM alone</source>
      <translation>Erwarteter Neigungsfehler im Verhältnis zu dem des besten einzelnen DTM</translation>
    </message>
    <message>
      <source>Move of each DTM to the first: metres east and north with standard error</source>
      <translation>Verschiebung jedes DTM auf das erste: Meter nach Osten und Norden mit Standardfehler</translation>
    </message>
    <message>
      <source>RMS difference of the DTMs once registered (m)</source>
      <translation>RMS-Unterschied der aufeinander gelegten DTMs (m)</translation>
    </message>
    <message>
      <source>Mean standard deviation of the heights (m)</source>
      <translation>Mittlere Standardabweichung der Höhen (m)</translation>
    </message>
    <message>
      <source>Make a DTM ready for an archive</source>
      <translation>DTM für ein Archiv fertig machen</translation>
    </message>
    <message>
      <source>Writes a folder that an archive can take: the DTM as PDS4 has it (an uncompressed GeoTIFF with a label), a STAC item for catalogues, how to cite the DTM and what it was made of, and the fitted move of the coarse DEM: as a file that pc_align of the Ames Stereo Pipeline takes with --initial-transform (it turns the coarse DEM about the Moon's centre to where the image has it), as another one that leads back, and as numbers for ISIS.</source>
      <translation>Schreibt einen Ordner, den ein Archiv annehmen kann: das DTM, wie PDS4 es will (ein unkomprimiertes GeoTIFF mit Label), ein STAC-Item für Kataloge, wie das DTM und das, woraus es gemacht ist, zu zitieren sind, und die angepasste Verschiebung des groben DEM: als Datei, die pc_align der Ames Stereo Pipeline mit --initial-transform nimmt (sie dreht das grobe DEM um den Mittelpunkt des Mondes dahin, wo das Bild es hat), als eine zweite für den Rückweg und als Zahlen für ISIS.</translation>
    </message>
    <message>
      <source>As Reconstruct DTM, Reconstruct region, Mosaic DTMs or Combine DTMs wrote it: its tags tell of what it was made.</source>
      <translation>Wie 'DTM rekonstruieren', 'Region rekonstruieren', 'DTMs mosaikieren' oder 'DTMs kombinieren' es schrieb: Seine Tags sagen, woraus es gemacht ist.</translation>
    </message>
    <message>
      <source>Authors</source>
      <translation>Autoren</translation>
    </message>
    <message>
      <source>As they are to be cited, like: Armstrong, N.; Aldrin, B.</source>
      <translation>Wie sie zu zitieren sind, zum Beispiel: Armstrong, N.; Aldrin, B.</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>Left empty, it names the image.</source>
      <translation>Leer: Er nennt das Bild.</translation>
    </message>
    <message>
      <source>Year of publication</source>
      <translation>Jahr der Veröffentlichung</translation>
    </message>
    <message>
      <source>Left empty, this year.</source>
      <translation>Leer: dieses Jahr.</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51. Left empty, the name of the image tells it (LROC NAC, ShadowCam).</source>
      <translation>UTC, zum Beispiel 2010-09-24T03:57:51. Leer: Der Name des Bildes sagt sie (LROC NAC, ShadowCam).</translation>
    </message>
    <message>
      <source>Logical identifier</source>
      <translation>Logischer Bezeichner</translation>
    </message>
    <message>
      <source>Of the product in PDS4, like urn:nasa:pds:my_bundle:data_derived:my_dtm. Left empty, one is made of the name of the file, which an archive will replace.</source>
      <translation>Des Produkts in PDS4, zum Beispiel urn:nasa:pds:my_bundle:data_derived:my_dtm. Leer: Aus dem Namen der Datei wird einer gemacht, den ein Archiv ersetzen wird.</translation>
    </message>
    <message>
      <source>Holds the DTM as an uncompressed GeoTIFF with its PDS4 label (.xml), a STAC item (.json), a text of citations and the move of the coarse DEM for Ames Stereo Pipeline (4 x 4 matrix) and ISIS (.pvl).</source>
      <translation>Enthält das DTM als unkomprimiertes GeoTIFF mit seinem PDS4-Label (.xml), ein STAC-Item (.json), einen Text der Zitate und die Verschiebung des groben DEM für die Ames Stereo Pipeline (4 x 4-Matrix) und ISIS (.pvl).</translation>
    </message>
    <message>
      <source>Time of the image (UTC)</source>
      <translation>Zeit des Bildes (UTC)</translation>
    </message>
    <message>
      <source>Coarse DEM was moved east (m)</source>
      <translation>Grobes DEM wurde nach Osten verschoben (m)</translation>
    </message>
    <message>
      <source>Coarse DEM was moved north (m)</source>
      <translation>Grobes DEM wurde nach Norden verschoben (m)</translation>
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
      <source>Slope in degrees (Horn's method, with true ground metres per pixel), the variance of the slope around each pixel in degrees squared (the roughness of the MMoEDTM paper, which is not the 'roughness' of GDAL), its root, and a hillshade. All depend on the distance over which slopes are taken, the baseline: two pixels of the DTM. The baseline is written into each file.</source>
      <translation>Neigung in Grad (nach Horn, mit wahren Bodenmetern je Pixel), die Varianz der Neigung um jedes Pixel in Grad zum Quadrat (die Rauheit der MMoEDTM-Arbeit, die nicht GDALs 'roughness' ist), ihre Wurzel und eine Schummerung. Alle hängen von der Strecke ab, über die Neigungen genommen werden, der Basislänge: zwei Pixel des DTM. Die Basislänge steht in jeder Datei.</translation>
    </message>
    <message>
      <source>Heights on the Moon, in any lunar CRS.</source>
      <translation>Höhen auf dem Mond in einem beliebigen KBS des Mondes.</translation>
    </message>
    <message>
      <source>Window of the variance</source>
      <translation>Fenster der Varianz</translation>
    </message>
    <message>
      <source>Side of the square in which the variance of the slope is taken, an odd number.</source>
      <translation>Seite des Quadrats, in dem die Varianz der Neigung genommen wird, eine ungerade Zahl.</translation>
    </message>
    <message>
      <source>Azimuth of the hillshade</source>
      <translation>Azimut der Schummerung</translation>
    </message>
    <message>
      <source>Direction that the light of the hillshade comes from, degrees clockwise from north.</source>
      <translation>Richtung, aus der das Licht der Schummerung kommt, in Grad im Uhrzeigersinn von Norden.</translation>
    </message>
    <message>
      <source>Altitude of the hillshade</source>
      <translation>Höhe des Lichts der Schummerung</translation>
    </message>
    <message>
      <source>Height of the light of the hillshade, degrees above the horizon.</source>
      <translation>Höhe des Lichts der Schummerung in Grad über dem Horizont.</translation>
    </message>
    <message>
      <source>Slope</source>
      <translation>Neigung</translation>
    </message>
    <message>
      <source>Steepness of the ground in degrees.</source>
      <translation>Steilheit des Bodens in Grad.</translation>
    </message>
    <message>
      <source>Slope variance</source>
      <translation>Varianz der Neigung</translation>
    </message>
    <message>
      <source>Variance of the slope in the window, degrees squared: the roughness of the ground.</source>
      <translation>Varianz der Neigung im Fenster, Grad zum Quadrat: die Rauheit des Bodens.</translation>
    </message>
    <message>
      <source>Standard deviation of slope</source>
      <translation>Standardabweichung der Neigung</translation>
    </message>
    <message>
      <source>Root of the slope variance, in degrees.</source>
      <translation>Wurzel der Varianz der Neigung, in Grad.</translation>
    </message>
    <message>
      <source>Hillshade</source>
      <translation>Schummerung</translation>
    </message>
    <message>
      <source>The DTM as lit from one side, 1 (dark) to 255 (bright).</source>
      <translation>Das DTM, von einer Seite beleuchtet, 1 (dunkel) bis 255 (hell).</translation>
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
      <source>Measures a DTM against what is known: heights and slopes against a reference, with the interpolated coarse DEM beside it; the size of the smallest features that it gets right; kinks along the lines where tiles meet; how far its large forms stray from the coarse DEM; and, without any reference, how well it explains the image when it is lit under the image's sun. Errors that Reconstruct stated beside the DTM are shown, and held against the true ones. Give any of the inputs; the report says what could not be measured without the others.</source>
      <translation>Misst ein DTM an dem, was bekannt ist: Höhen und Neigungen an einer Referenz, daneben das interpolierte grobe DEM; die Größe der kleinsten Formen, die es richtig hat; Knicke längs der Linien, wo Kacheln aneinander stoßen; wie weit seine großen Formen vom groben DEM abweichen; und ohne jede Referenz, wie gut es das Bild erklärt, wenn es unter dessen Sonne beleuchtet wird. Fehler, die die Rekonstruktion neben dem DTM angegeben hat, werden gezeigt und an den wahren gemessen. Geben Sie beliebige der Eingaben an; der Bericht sagt, was ohne die anderen nicht gemessen werden konnte.</translation>
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
      <source>Heights taken as true, in any CRS on the Moon.</source>
      <translation>Als wahr genommene Höhen in einem beliebigen KBS auf dem Mond.</translation>
    </message>
    <message>
      <source>The coarse DEM that the DTM was made from, to compare with.</source>
      <translation>Das grobe DEM, aus dem das DTM gemacht wurde, zum Vergleich.</translation>
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
      <source>What Reconstruct wrote beside the DTM as error of heights: it is shown, and held against the true errors where there is a reference.</source>
      <translation>Was die Rekonstruktion neben dem DTM als Fehler der Höhen geschrieben hat: wird gezeigt und, wo es eine Referenz gibt, an den wahren Fehlern gemessen.</translation>
    </message>
    <message>
      <source>What Reconstruct wrote beside the DTM as error of slopes, likewise.</source>
      <translation>Was die Rekonstruktion neben dem DTM als Fehler der Neigungen geschrieben hat, ebenso.</translation>
    </message>
    <message>
      <source>What Reconstruct wrote beside the DTM as support of heights: it is shown, and stated errors are given by its classes too.</source>
      <translation>Was die Rekonstruktion neben dem DTM als Grundlage der Höhen geschrieben hat: wird gezeigt, und angegebene Fehler werden auch nach ihren Klassen aufgeführt.</translation>
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
      <source>Polygon layer of squares of 256 pixels with the error of heights and the correlation of the DTM, lit again, with the image.</source>
      <translation>Polygonlayer von Quadraten von 256 Pixeln mit dem Höhenfehler und der Korrelation des neu beleuchteten DTM mit dem Bild.</translation>
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
      <translation>Effektive Auflösung gegen die Referenz (m)</translation>
    </message>
    <message>
      <source>Effective resolution of the bicubic coarse DEM (m)</source>
      <translation>Effektive Auflösung des bikubischen groben DEM (m)</translation>
    </message>
    <message>
      <source>Kinks along tile lines over those elsewhere (1 without seams)</source>
      <translation>Knicke an Kachelgrenzen durch die anderswo (1 ohne Nähte)</translation>
    </message>
    <message>
      <source>RMS deviation of the large forms from the coarse DEM (m)</source>
      <translation>RMS-Abweichung der großen Formen vom groben DEM (m)</translation>
    </message>
    <message>
      <source>Heights within one stated standard deviation (%)</source>
      <translation>Höhen innerhalb einer angegebenen Standardabweichung (%)</translation>
    </message>
    <message>
      <source>Slopes within one stated standard deviation (%)</source>
      <translation>Neigungen innerhalb einer angegebenen Standardabweichung (%)</translation>
    </message>
    <message>
      <source>Correlation of the re-lit DTM with the image</source>
      <translation>Korrelation des neu beleuchteten DTM mit dem Bild</translation>
    </message>
    <message>
      <source>Correlation of the detail alone</source>
      <translation>Korrelation der Einzelheiten allein</translation>
    </message>
    <message>
      <source>Compare DTMs</source>
      <translation>DTMs vergleichen</translation>
    </message>
    <message>
      <source>Measures any number of DTMs of one ground against one reference, as Table I of the MMoEDTM paper does: the share of pixels with an error under 2, 4 and 10 m, MAE, RMSE, bias, NMAD, slope error and effective resolution, for each terrain class and area, with the bicubic coarse DEM beside them, all on the pixels that every one of them has. The reference is a raster, or points such as LOLA shots: then outliers are left out, and the horizontal offset under which each DTM fits the points best is given with its standard error, and the errors with and without it.</source>
      <translation>Misst beliebig viele DTMs eines Geländes an einer Referenz wie Tabelle I der MMoEDTM-Arbeit: den Anteil der Pixel mit einem Fehler unter 2, 4 und 10 m, MAE, RMSE, mittlere Abweichung, NMAD, Neigungsfehler und effektive Auflösung, für jede Geländeklasse und jedes Gebiet, daneben das bikubische grobe DEM, alles auf den Pixeln, die jedes von ihnen hat. Die Referenz ist ein Raster oder sind Punkte wie LOLA-Messungen: Dann werden Ausreißer ausgelassen, und der waagrechte Versatz, unter dem jedes DTM am besten zu den Punkten passt, wird mit seinem Standardfehler angegeben, und die Fehler mit und ohne ihn.</translation>
    </message>
    <message>
      <source>One or more DTMs of the same ground. Everything is measured on the grid of the first; others on another grid are interpolated bilinearly.</source>
      <translation>Ein oder mehrere DTMs desselben Geländes. Alles wird auf dem Gitter des ersten gemessen; andere auf einem anderen Gitter werden bilinear interpoliert.</translation>
    </message>
    <message>
      <source>Names of the DTMs</source>
      <translation>Namen der DTMs</translation>
    </message>
    <message>
      <source>A name for each DTM as tables show it, in their order, separated by semicolons. Left empty, the names of the files.</source>
      <translation>Ein Name für jedes DTM, wie Tabellen ihn zeigen, in ihrer Reihenfolge, durch Semikolons getrennt. Leer: die Namen der Dateien.</translation>
    </message>
    <message>
      <source>Heights taken as true, in any CRS on the Moon; interpolated bilinearly.</source>
      <translation>Als wahr genommene Höhen in einem beliebigen KBS auf dem Mond; bilinear interpoliert.</translation>
    </message>
    <message>
      <source>Reference as points</source>
      <translation>Referenz als Punkte</translation>
    </message>
    <message>
      <source>Heights of points taken as true, as of a laser altimeter: a table of LOLA shots (CSV, with columns longitude, latitude and height or radius, or the RDR's own names), a layer of points with a field height or radius (GeoPackage, GeoJSON, Shapefile), or a binary RDR table (.DAT).</source>
      <translation>Als wahr genommene Höhen von Punkten, wie die eines Laserhöhenmessers: eine Tabelle von LOLA-Messungen (CSV mit den Spalten longitude, latitude und height oder radius, oder den Namen des RDR), ein Punktlayer mit einem Feld height oder radius (GeoPackage, GeoJSON, Shapefile) oder eine binäre RDR-Tabelle (.DAT).</translation>
    </message>
    <message>
      <source>Largest offset</source>
      <translation>Größter Versatz</translation>
    </message>
    <message>
      <source>The offset between a DTM and the points is looked for up to this distance in every direction.</source>
      <translation>Bis zu dieser Entfernung wird der Versatz zwischen einem DTM und den Punkten in jeder Richtung gesucht.</translation>
    </message>
    <message>
      <source>Outliers from</source>
      <translation>Ausreißer ab</translation>
    </message>
    <message>
      <source>A point whose height differs from every DTM by more than this many times the NMAD (a standard deviation that outliers do not change) is left out. Errors of one DTM alone are never left out where there are several.</source>
      <translation>Ein Punkt, dessen Höhe von jedem DTM um mehr als so viele NMAD abweicht (eine Standardabweichung, die Ausreißer nicht verändern), wird ausgelassen. Fehler nur eines DTM werden nie ausgelassen, wo es mehrere gibt.</translation>
    </message>
    <message>
      <source>NMAD</source>
      <translation>NMAD</translation>
    </message>
    <message>
      <source>The coarse DEM that the DTMs were made from: the baseline, interpolated by cubic splines.</source>
      <translation>Das grobe DEM, aus dem die DTMs gemacht wurden: der Vergleich, mit kubischen Splines interpoliert.</translation>
    </message>
    <message>
      <source>Raster of Classify terrain on the grid of the first DTM: errors are then given by class too.</source>
      <translation>Raster von 'Gelände klassifizieren' auf dem Gitter des ersten DTM: Fehler werden dann auch nach Klassen angegeben.</translation>
    </message>
    <message>
      <source>Areas</source>
      <translation>Gebiete</translation>
    </message>
    <message>
      <source>Layer of polygons, such as boxes, each of which gets a table of its own. Polygons of one name are one area; they may overlap; holes count as inside.</source>
      <translation>Layer von Polygonen, zum Beispiel Kästen, von denen jedes eine eigene Tabelle erhält. Polygone mit einem Namen sind ein Gebiet; sie dürfen überlappen; Löcher zählen als innen.</translation>
    </message>
    <message>
      <source>Field with the names of the areas</source>
      <translation>Feld mit den Namen der Gebiete</translation>
    </message>
    <message>
      <source>Field of the layer of areas. Where the layer has no field of this name, areas are numbered.</source>
      <translation>Feld des Layers der Gebiete. Wo der Layer kein Feld dieses Namens hat, werden die Gebiete nummeriert.</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabelle</translation>
    </message>
    <message>
      <source>A row for each area, terrain class and DTM, as CSV.</source>
      <translation>Eine Zeile für jedes Gebiet, jede Geländeklasse und jedes DTM, als CSV.</translation>
    </message>
    <message>
      <source>Pixels that all have in common</source>
      <translation>Pixel, die alle gemeinsam haben</translation>
    </message>
    <message>
      <source>DTM with the least RMSE</source>
      <translation>DTM mit dem kleinsten RMSE</translation>
    </message>
    <message>
      <source>Its RMSE (m)</source>
      <translation>Sein RMSE (m)</translation>
    </message>
    <message>
      <source>Points that all have in common, without outliers</source>
      <translation>Punkte, die alle gemeinsam haben, ohne Ausreißer</translation>
    </message>
    <message>
      <source>Points left out as outliers</source>
      <translation>Als Ausreißer ausgelassene Punkte</translation>
    </message>
    <message>
      <source>DTM with the least RMSE at the points</source>
      <translation>DTM mit dem kleinsten RMSE an den Punkten</translation>
    </message>
    <message>
      <source>Its RMSE at the points (m)</source>
      <translation>Sein RMSE an den Punkten (m)</translation>
    </message>
    <message>
      <source>The same with the horizontal offset taken off (m)</source>
      <translation>Dasselbe ohne den waagrechten Versatz (m)</translation>
    </message>
    <message>
      <source>How far it lies east of the points (m)</source>
      <translation>Wie weit es östlich der Punkte liegt (m)</translation>
    </message>
    <message>
      <source>How far it lies north of the points (m)</source>
      <translation>Wie weit es nördlich der Punkte liegt (m)</translation>
    </message>
    <message>
      <source>Standard error of the offset east (m)</source>
      <translation>Standardfehler des Versatzes nach Osten (m)</translation>
    </message>
    <message>
      <source>Standard error of the offset north (m)</source>
      <translation>Standardfehler des Versatzes nach Norden (m)</translation>
    </message>
    <message>
      <source>Compare shadows</source>
      <translation>Schatten vergleichen</translation>
    </message>
    <message>
      <source>Compares the shadows of an image with those that a DTM casts under the same sun: a check of heights and shapes that needs no other DTM. The DTM is lit under the sun of the image, with the shadows that it casts, and shadows are found in both by one rule. For the whole image that rule is: darker than a quarter of the lit ground around it; the figures by the rule of the paper, the dark one of two K-means classes of brightness, stand beside them. Around each rock it is the rule of the paper. For every rock: pixels in shadow in both, their difference, intersection over union and the distance of their centroids. Needs direct sun; images of permanent shadow are lit by scattered light and have nothing to compare.</source>
      <translation>Vergleicht die Schatten eines Bildes mit denen, die ein DTM unter derselben Sonne wirft: eine Prüfung von Höhen und Formen, die kein anderes DTM braucht. Das DTM wird unter der Sonne des Bildes beleuchtet, mit den Schatten, die es wirft, und in beiden werden Schatten nach einer Regel gefunden. Für das ganze Bild ist das: dunkler als ein Viertel des beleuchteten Bodens ringsum; die Zahlen nach der Regel der Arbeit, der dunklen von zwei K-Means-Klassen der Helligkeit, stehen daneben. Um jeden Stein gilt die Regel der Arbeit. Für jeden Stein: Schattenpixel in beiden, ihr Unterschied, Schnitt durch Vereinigung und der Abstand ihrer Schwerpunkte. Braucht direkte Sonne; Bilder aus ständigem Schatten sind von Streulicht beleuchtet und haben nichts zu vergleichen.</translation>
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
      <source>Shadows of the whole image</source>
      <translation>Schatten des ganzen Bildes</translation>
    </message>
    <message>
      <source>Which shadows the masks, the picture and the results show. 'local' takes what is darker than a quarter of the lit ground around it. 'two classes' is the rule of the paper: the dark one of two K-means classes of brightness over the whole image; where shadows are few it finds none, or takes dark slopes for shadows. The report has the figures of both.</source>
      <translation>Welche Schatten die Masken, das Bild und die Ergebnisse zeigen. 'local' nimmt, was dunkler ist als ein Viertel des beleuchteten Bodens ringsum. 'two classes' ist die Regel der Arbeit: die dunkle von zwei K-Means-Klassen der Helligkeit über das ganze Bild; wo es wenig Schatten gibt, findet sie keine oder hält dunkle Hänge für Schatten. Der Bericht hat die Zahlen beider.</translation>
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
      <source>Pixels of the image in shadow, by two classes</source>
      <translation>Pixel des Bildes im Schatten nach zwei Klassen</translation>
    </message>
    <message>
      <source>Pixels of the DTM in shadow, by two classes</source>
      <translation>Pixel des DTM im Schatten nach zwei Klassen</translation>
    </message>
    <message>
      <source>Difference of the counts by two classes (%)</source>
      <translation>Unterschied der Anzahlen nach zwei Klassen (%)</translation>
    </message>
    <message>
      <source>Intersection over union by two classes</source>
      <translation>Schnitt durch Vereinigung nach zwei Klassen</translation>
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
      <source>Finds rocks in an image by their bright and dark sides along the sun, and in a DTM as blobs that stand out of the ground. Writes outlines with diameter and height, fits the Golombek-Rapp and power laws to the sizes, counts rocks by area where a layer of areas is given, and, where both image and DTM are given, counts how many of the image's rocks the DTM has. In images rocks of 6 pixels and more are found reliably; smaller ones blend into noise. Shadows need direct sun, best at incidence 50 to 75 degrees.</source>
      <translation>Findet Steine in einem Bild an ihrer hellen und dunklen Seite längs der Sonne und in einem DTM als Buckel, die aus dem Boden ragen. Schreibt Umrisse mit Durchmesser und Höhe, passt das Golombek-Rapp- und das Potenzgesetz an die Größen an, zählt die Steine je Gebiet, wo ein Layer von Gebieten gegeben ist, und zählt, wo Bild und DTM gegeben sind, wie viele Steine des Bildes das DTM hat. In Bildern werden Steine von 6 Pixeln und mehr verlässlich gefunden; kleinere gehen im Rauschen unter. Schatten brauchen direkte Sonne, am besten einen Einfallswinkel von 50 bis 75 Grad.</translation>
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
      <source>Smaller rocks are left out. Left empty, 4 pixels.</source>
      <translation>Kleinere Steine werden ausgelassen. Leer: 4 Pixel.</translation>
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
      <source>Layer of polygons in which is counted, in any CRS on the Moon. Polygons of one name are one area; they may overlap; holes count as inside.</source>
      <translation>Layer von Polygonen, in denen gezählt wird, in einem beliebigen KBS auf dem Mond. Polygone mit einem Namen sind ein Gebiet; sie dürfen überlappen; Löcher zählen als innen.</translation>
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
      <source>Areas with their counts</source>
      <translation>Gebiete mit ihren Zählungen</translation>
    </message>
    <message>
      <source>The areas with the number of rocks, the ground looked at and the density. Needs areas.</source>
      <translation>Die Gebiete mit der Zahl der Steine, dem betrachteten Boden und der Dichte. Braucht Gebiete.</translation>
    </message>
    <message>
      <source>Size-frequency and counts: a page for the browser (HTML), in one file.</source>
      <translation>Größen-Häufigkeiten und Anzahlen: eine Seite für den Browser (HTML) in einer Datei.</translation>
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
      <source>Share of the ground under rocks (k of Golombek and Rapp)</source>
      <translation>Anteil des Bodens unter Steinen (k von Golombek und Rapp)</translation>
    </message>
    <message>
      <source>Rocks per square kilometre</source>
      <translation>Steine je Quadratkilometer</translation>
    </message>
    <message>
      <source>Areas counted</source>
      <translation>Gezählte Gebiete</translation>
    </message>
    <message>
      <source>Detect craters</source>
      <translation>Krater finden</translation>
    </message>
    <message>
      <source>Finds craters in an image under its sun, or in a DTM, by their likeness to model craters, fresh and worn, of every size from 8 pixels on. Writes circles with diameter and score, with the depth where there is a DTM, and draws the size-frequency distribution with lines of production and equilibrium. Counts craters by area where a layer of areas is given. The circles can go into Measure craters as they are. In images the sun should stand low: incidence 45 to 80 degrees.</source>
      <translation>Findet Krater in einem Bild unter seiner Sonne oder in einem DTM an ihrer Ähnlichkeit mit Modellkratern, frischen und abgetragenen, in jeder Größe ab 8 Pixeln. Schreibt Kreise mit Durchmesser und Wertung, mit der Tiefe, wo ein DTM da ist, und zeichnet die Größenverteilung mit Linien von Produktion und Gleichgewicht. Zählt die Krater je Gebiet, wo ein Layer von Gebieten gegeben ist. Die Kreise können so, wie sie sind, in Krater messen gegeben werden. In Bildern soll die Sonne tief stehen: Einfallswinkel 45 bis 80 Grad.</translation>
    </message>
    <message>
      <source>Map-projected image with one band, in which craters are looked for. Needs the sun.</source>
      <translation>Kartenprojiziertes Bild mit einem Band, in dem Krater gesucht werden. Braucht die Sonne.</translation>
    </message>
    <message>
      <source>Heights of the same ground, in any CRS on the Moon. Without an image craters are looked for in it; with one it gives the depths.</source>
      <translation>Höhen desselben Bodens, in einem beliebigen KBS auf dem Mond. Ohne Bild werden Krater darin gesucht; mit einem gibt es die Tiefen.</translation>
    </message>
    <message>
      <source>Smaller craters are left out. Left empty, 8 pixels, from which on most are found.</source>
      <translation>Kleinere Krater werden ausgelassen. Leer: 8 Pixel, ab denen die meisten gefunden werden.</translation>
    </message>
    <message>
      <source>Larger craters are left out. Left empty, half of the shorter side of the raster.</source>
      <translation>Größere Krater werden ausgelassen. Leer: die Hälfte der kürzeren Seite des Rasters.</translation>
    </message>
    <message>
      <source>Least score</source>
      <translation>Kleinste Wertung</translation>
    </message>
    <message>
      <source>Score from which a place is a crater: the share of such places on made scenes that are one. Lower, and more worn craters are found, and more of what is none.</source>
      <translation>Wertung, ab der eine Stelle ein Krater ist: der Anteil solcher Stellen auf gemachten Szenen, die einer sind. Tiefer werden mehr abgetragene Krater gefunden, und mehr, was keiner ist.</translation>
    </message>
    <message>
      <source>Craters</source>
      <translation>Krater</translation>
    </message>
    <message>
      <source>Circles with diameter, score and, where there is a DTM, depth and depth over diameter.</source>
      <translation>Kreise mit Durchmesser, Wertung und, wo ein DTM da ist, Tiefe und Tiefe durch Durchmesser.</translation>
    </message>
    <message>
      <source>The areas with the number of craters, the ground looked at and the density. Needs areas.</source>
      <translation>Die Gebiete mit der Zahl der Krater, dem betrachteten Boden und der Dichte. Braucht Gebiete.</translation>
    </message>
    <message>
      <source>Size-frequency</source>
      <translation>Größenverteilung</translation>
    </message>
    <message>
      <source>Craters of at least each diameter, their density with its error, and the equilibrium density, for all of the ground and for each area, as CSV.</source>
      <translation>Krater von mindestens jedem Durchmesser, ihre Dichte mit ihrem Fehler und die Dichte im Gleichgewicht, für den ganzen Boden und für jedes Gebiet, als CSV.</translation>
    </message>
    <message>
      <source>Craters found</source>
      <translation>Gefundene Krater</translation>
    </message>
    <message>
      <source>Craters per square kilometre</source>
      <translation>Krater je Quadratkilometer</translation>
    </message>
    <message>
      <source>Median diameter (m)</source>
      <translation>Median der Durchmesser (m)</translation>
    </message>
    <message>
      <source>Craters with a depth</source>
      <translation>Krater mit einer Tiefe</translation>
    </message>
    <message>
      <source>Median depth over diameter</source>
      <translation>Median von Tiefe durch Durchmesser</translation>
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
      <source>Compares the roughness of a DTM, the variance of its slope in degrees squared, with radar backscatter such as the Stokes parameter S1 of Mini-RF. Roughness is averaged over each SAR pixel. Reports, for all of the ground and for each area, the Pearson and Spearman correlations, how much of the rough ground is bright in the radar, and how well the radar tells rough from smooth (ROC, area, best threshold). The baseline of the slopes stands beside every number, because roughness depends on it.</source>
      <translation>Vergleicht die Rauheit eines DTM, die Varianz seiner Neigung in Grad zum Quadrat, mit Radarrückstreuung wie dem Stokes-Parameter S1 von Mini-RF. Die Rauheit wird über jedes SAR-Pixel gemittelt. Gemeldet werden, für alles Gelände und für jedes Gebiet, die Korrelationen nach Pearson und Spearman, wie viel des rauen Geländes im Radar hell ist und wie gut das Radar rau von glatt unterscheidet (ROC, Fläche, beste Schwelle). Die Basislänge der Neigungen steht bei jeder Zahl, weil die Rauheit von ihr abhängt.</translation>
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
      <source>What the first raster holds. 'auto' goes by its unit: degrees^2 is a slope variance.</source>
      <translation>Was das erste Raster enthält. 'auto' geht nach seiner Einheit: degrees^2 ist eine Varianz der Neigung.</translation>
    </message>
    <message>
      <source>SAR</source>
      <translation>SAR</translation>
    </message>
    <message>
      <source>Radar backscatter, in any CRS on the Moon: one band, or the four of Mini-RF.</source>
      <translation>Radarrückstreuung in einem beliebigen KBS auf dem Mond: ein Band oder die vier von Mini-RF.</translation>
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
      <source>Layer of polygons, such as fields of rocks and plains, each of which gets figures of its own. Polygons of one name are one area.</source>
      <translation>Layer von Polygonen, zum Beispiel Blockfelder und Ebenen, von denen jedes eigene Zahlen erhält. Polygone mit einem Namen sind ein Gebiet.</translation>
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
      <source>Circular polarisation ratio</source>
      <translation>Zirkulares Polarisationsverhältnis</translation>
    </message>
    <message>
      <source>(S1 - S4) / (S1 + S4) on the SAR grid: same over opposite sense, 0 to 1 on most ground, above 1 on some fields of rocks. Needs S1 and S4.</source>
      <translation>(S1 - S4) / (S1 + S4) auf dem SAR-Gitter: gleicher über entgegengesetztem Drehsinn, auf den meisten Böden 0 bis 1, auf manchen Blockfeldern über 1. Braucht S1 und S4.</translation>
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
      <source>Circular polarisation ratio of the mean powers</source>
      <translation>Zirkulares Polarisationsverhältnis der mittleren Leistungen</translation>
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
      <source>Draw figure panel</source>
      <translation>Bildtafel zeichnen</translation>
    </message>
    <message>
      <source>Draws DTMs side by side as figures of papers do: hillshades, heights, slopes, roughness and differences on one grid, each row with one colour scale. Image, coarse DEM and reference become columns as far as they are given, areas become boxes with insets, lines are drawn with their profiles. There are a scale bar, arrows to map north and to the light, and letters. No choice is needed but the DTMs.</source>
      <translation>Zeichnet DTMs nebeneinander, wie es Bilder in Arbeiten tun: Schummerungen, Höhen, Neigungen, Rauheit und Unterschiede auf einem Gitter, jede Zeile mit einer Farbskala. Bild, grobes DEM und Referenz werden Spalten, soweit sie gegeben sind, Gebiete werden Kästen mit Ausschnitten, Linien werden mit ihren Profilen gezeichnet. Es gibt eine Maßstabsleiste, Pfeile nach Kartennord und zum Licht, und Buchstaben. Zu wählen sind nur die DTMs.</translation>
    </message>
    <message>
      <source>One or more DTMs, a column each. All are drawn on the grid of the first.</source>
      <translation>Ein oder mehrere DTMs, je eine Spalte. Alle werden auf dem Gitter des ersten gezeichnet.</translation>
    </message>
    <message>
      <source>Layout</source>
      <translation>Anordnung</translation>
    </message>
    <message>
      <source>A TOML file that says what goes where, as figures of papers need it: rows of cells, each with the raster that it shows and how (image, hillshade, heights, slope, roughness, difference, classes, shadows, values), its title and the range of its colours. DTMs, image and rows are then left empty. The page of this algorithm has an example.</source>
      <translation>Eine TOML-Datei, die sagt, was wohin kommt, wie Bilder von Arbeiten es brauchen: Zeilen von Feldern, jedes mit dem Raster, das es zeigt, und wie (image, hillshade, heights, slope, roughness, difference, classes, shadows, values), mit Titel und Bereich der Farben. DTMs, Bild und Zeilen bleiben dann leer. Die Seite dieses Algorithmus hat ein Beispiel.</translation>
    </message>
    <message>
      <source>Titles of the columns in the order of the DTMs, separated by semicolons. Left empty, the names of the files.</source>
      <translation>Titel der Spalten in der Reihenfolge der DTMs, durch Semikolons getrennt. Leer: die Namen der Dateien.</translation>
    </message>
    <message>
      <source>The image that the DTMs were made from; the first column.</source>
      <translation>Das Bild, aus dem die DTMs gemacht wurden; die erste Spalte.</translation>
    </message>
    <message>
      <source>A column of its own, interpolated by cubic splines.</source>
      <translation>Eine eigene Spalte, mit kubischen Splines interpoliert.</translation>
    </message>
    <message>
      <source>Heights taken as true: the last column. Differences are drawn against it.</source>
      <translation>Als wahr genommene Höhen: die letzte Spalte. Unterschiede werden dagegen gezeichnet.</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>What is drawn of every DTM, a row each, separated by semicolons: hillshade, heights, slope, roughness, difference. A range may follow, as in 'slope 0..40'; else all of a row share the range of their values. Left empty: hillshade, slope, and with a reference the difference.</source>
      <translation>Was von jedem DTM gezeichnet wird, je eine Zeile, durch Semikolons getrennt: hillshade, heights, slope, roughness, difference. Ein Bereich darf folgen wie in 'slope 0..40'; sonst teilen alle einer Zeile den Bereich ihrer Werte. Leer: hillshade, slope und mit einer Referenz difference.</translation>
    </message>
    <message>
      <source>Polygons: boxes on the map, and for each a row of hillshades at full size.</source>
      <translation>Polygone: Kästen auf der Karte und für jeden eine Zeile mit Schummerungen in voller Größe.</translation>
    </message>
    <message>
      <source>Lines on the map, whose profiles are drawn below (the first three).</source>
      <translation>Linien auf der Karte, deren Profile darunter gezeichnet werden (die ersten drei).</translation>
    </message>
    <message>
      <source>Light of the hillshades from</source>
      <translation>Licht der Schummerungen von</translation>
    </message>
    <message>
      <source>Degrees clockwise from map north. Left empty, the sun of the first DTM's image where its tags tell it, else the north-west (315).</source>
      <translation>Grad im Uhrzeigersinn von Kartennord. Leer: die Sonne des Bildes des ersten DTM, wo dessen Tags sie nennen, sonst Nordwest (315).</translation>
    </message>
    <message>
      <source>Angle of that light from the vertical</source>
      <translation>Winkel dieses Lichts von der Senkrechten</translation>
    </message>
    <message>
      <source>Left empty, that of the same sun, else 45.</source>
      <translation>Leer: der derselben Sonne, sonst 45.</translation>
    </message>
    <message>
      <source>Size of a picture</source>
      <translation>Größe eines Bildes</translation>
    </message>
    <message>
      <source>Pixels along its longer side.</source>
      <translation>Pixel längs seiner längeren Seite.</translation>
    </message>
    <message>
      <source>Panel</source>
      <translation>Bildtafel</translation>
    </message>
    <message>
      <source>PNG.</source>
      <translation>PNG-Bild.</translation>
    </message>
    <message>
      <source>Panel as PDF</source>
      <translation>Bildtafel als PDF</translation>
    </message>
    <message>
      <source>The same for print.</source>
      <translation>Dasselbe für den Druck.</translation>
    </message>
    <message>
      <source>Pictures drawn</source>
      <translation>Gezeichnete Bilder</translation>
    </message>
    <message>
      <source>Metres to a drawn pixel</source>
      <translation>Meter je gezeichnetem Pixel</translation>
    </message>
    <message>
      <source>Incidence study</source>
      <translation>Studie des Einfallswinkels</translation>
    </message>
    <message>
      <source>Says under which sun a DTM comes back best. The DTM is lit under each sun, as Light a DTM does, and reconstructed from its image and a coarse DEM that is made of it; the result is held against the DTM itself: errors of heights and slopes and effective resolution over the incidence, with the coarse DEM as the baseline. The four incidences of the paper are the default.</source>
      <translation>Sagt, unter welcher Sonne ein DTM am besten wiederkehrt. Das DTM wird unter jeder Sonne beleuchtet wie in 'DTM beleuchten' und aus seinem Bild und einem daraus gemachten groben DEM rekonstruiert; das Ergebnis wird am DTM selbst gemessen: Fehler der Höhen und Neigungen und effektive Auflösung über dem Einfallswinkel, mit dem groben DEM als Vergleich. Die vier Einfallswinkel der Arbeit sind voreingestellt.</translation>
    </message>
    <message>
      <source>Heights on the Moon that are taken for the ground: it is lit, reconstructed from its image, and held against itself. Pixels of 0.5 to 6 m, as the experts know them.</source>
      <translation>Höhen auf dem Mond, die als Boden gelten: Sie werden beleuchtet, aus ihrem Bild rekonstruiert und mit sich selbst verglichen. Pixel von 0,5 bis 6 m, wie die Experten sie kennen.</translation>
    </message>
    <message>
      <source>Sun incidences</source>
      <translation>Einfallswinkel der Sonne</translation>
    </message>
    <message>
      <source>Angles between the sun and the vertical, 0 overhead; one or several, with commas between them.</source>
      <translation>Winkel zwischen der Sonne und der Senkrechten, 0 im Zenit; einer oder mehrere, durch Kommas getrennt.</translation>
    </message>
    <message>
      <source>Sun azimuths</source>
      <translation>Sonnenazimute</translation>
    </message>
    <message>
      <source>Directions to the sun, clockwise from map north; one or several, with commas between them. Every incidence is taken under every azimuth.</source>
      <translation>Richtungen zur Sonne, im Uhrzeigersinn von Kartennord; eine oder mehrere, durch Kommas getrennt. Jeder Einfallswinkel wird unter jedem Azimut genommen.</translation>
    </message>
    <message>
      <source>Reflectance</source>
      <translation>Reflexion</translation>
    </message>
    <message>
      <source>Law by which the ground reflects. 'Lambert' is the cosine of the incidence, as a hillshade has it.</source>
      <translation>Gesetz, nach dem der Boden reflektiert. 'Lambert' ist der Kosinus des Einfallswinkels, wie ihn eine Schummerung hat.</translation>
    </message>
    <message>
      <source>Albedo</source>
      <translation>Albedo</translation>
    </message>
    <message>
      <source>Brightness of level ground with the sun behind the camera; about 0.06 (maria) to 0.2 (highlands) in I/F.</source>
      <translation>Helligkeit ebenen Bodens mit der Sonne hinter der Kamera; etwa 0,06 (Maria) bis 0,2 (Hochländer) in I/F.</translation>
    </message>
    <message>
      <source>Variation of the albedo</source>
      <translation>Schwankung der Albedo</translation>
    </message>
    <message>
      <source>Standard deviation of a made, self-affine pattern of albedo, which experts could take for slopes; 2 to 9 % within one terrain of the Moon.</source>
      <translation>Standardabweichung eines erzeugten, selbstaffinen Albedomusters, das Experten für Neigungen halten könnten; 2 bis 9 % innerhalb eines Geländes des Mondes.</translation>
    </message>
    <message>
      <source>%</source>
      <translation>%</translation>
    </message>
    <message>
      <source>Cast shadows</source>
      <translation>Schlagschatten</translation>
    </message>
    <message>
      <source>Shadows that the terrain casts, with the penumbra of the Sun's disc.</source>
      <translation>Schatten, die das Gelände wirft, mit dem Halbschatten der Sonnenscheibe.</translation>
    </message>
    <message>
      <source>Scattered light</source>
      <translation>Streulicht</translation>
    </message>
    <message>
      <source>Light from the surroundings that fills shadows, in per cent of the brightness of level ground.</source>
      <translation>Licht aus der Umgebung, das Schatten aufhellt, in Prozent der Helligkeit ebenen Bodens.</translation>
    </message>
    <message>
      <source>Blur (a Gaussian of half a pixel), shot noise and read noise of LROC's NAC, or none; '8 bits' stores as it does, by square roots.</source>
      <translation>Unschärfe (eine Gaußkurve von einem halben Pixel), Schrot- und Ausleserauschen der NAC von LROC, oder keines; '8 bits' speichert wie sie, nach Quadratwurzeln.</translation>
    </message>
    <message>
      <source>Exposure</source>
      <translation>Belichtung</translation>
    </message>
    <message>
      <source>How far bright ground (99.5th percentile) fills a pixel of the camera; less has more noise.</source>
      <translation>Wie weit heller Boden (99.5. Perzentil) ein Pixel der Kamera füllt; weniger hat mehr Rauschen.</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Number of the noise and of the pattern of albedo; the same one gives the same pixels.</source>
      <translation>Nummer des Rauschens und des Albedomusters; dieselbe gibt dieselben Pixel.</translation>
    </message>
    <message>
      <source>A real coarse DEM of the same ground. Left empty, one is made from the DTM.</source>
      <translation>Ein wirkliches grobes DEM desselben Geländes. Leer: Es wird eines aus dem DTM gemacht.</translation>
    </message>
    <message>
      <source>Metres between the posts of the coarse DEM that is made: 8 to 60 pixels of the DTM, as the experts know it. The paper took 9 pixels (18 m).</source>
      <translation>Meter zwischen den Stützpunkten des groben DEM, das gemacht wird: 8 bis 60 Pixel des DTM, wie die Experten es kennen. Die Arbeit nahm 9 Pixel (18 m).</translation>
    </message>
    <message>
      <source>Noise of the coarse DEM</source>
      <translation>Rauschen des groben DEM</translation>
    </message>
    <message>
      <source>Standard deviation of the error of its posts.</source>
      <translation>Standardabweichung des Fehlers seiner Stützpunkte.</translation>
    </message>
    <message>
      <source>A page for the browser (HTML), in one file: curves, table, slope maps.</source>
      <translation>Eine Seite für den Browser (HTML) in einer Datei: Kurven, Tabelle, Neigungskarten.</translation>
    </message>
    <message>
      <source>A row for each sun, and one for the coarse DEM.</source>
      <translation>Eine Zeile je Sonne und eine für das grobe DEM.</translation>
    </message>
    <message>
      <source>Curves</source>
      <translation>Kurven</translation>
    </message>
    <message>
      <source>Errors over the incidence.</source>
      <translation>Fehler über dem Einfallswinkel.</translation>
    </message>
    <message>
      <source>Slope maps</source>
      <translation>Neigungskarten</translation>
    </message>
    <message>
      <source>Images and slopes side by side, as the paper's figure 12.</source>
      <translation>Bilder und Neigungen nebeneinander wie Abbildung 12 der Arbeit.</translation>
    </message>
    <message>
      <source>Folder for images and DTMs</source>
      <translation>Ordner für Bilder und DTMs</translation>
    </message>
    <message>
      <source>The image and the DTM of each sun, and the coarse DEM.</source>
      <translation>Das Bild und das DTM jeder Sonne und das grobe DEM.</translation>
    </message>
    <message>
      <source>Incidence with the least slope error (degrees)</source>
      <translation>Einfallswinkel mit dem kleinsten Neigungsfehler (Grad)</translation>
    </message>
    <message>
      <source>Mean slope error there (degrees)</source>
      <translation>Mittlerer Neigungsfehler dort (Grad)</translation>
    </message>
    <message>
      <source>Incidence with the least height error (degrees)</source>
      <translation>Einfallswinkel mit dem kleinsten Höhenfehler (Grad)</translation>
    </message>
    <message>
      <source>RMSE there (m)</source>
      <translation>RMSE dort (m)</translation>
    </message>
    <message>
      <source>Least incidence with a slope error within a tenth of the best (degrees)</source>
      <translation>Kleinster Einfallswinkel mit einem Neigungsfehler innerhalb eines Zehntels des besten (Grad)</translation>
    </message>
    <message>
      <source>Largest such incidence (degrees)</source>
      <translation>Größter solcher Einfallswinkel (Grad)</translation>
    </message>
    <message>
      <source>Sun geometry</source>
      <translation>Sonnenstand</translation>
    </message>
    <message>
      <source>Azimuth and incidence of the sun for a map-projected image, as Reconstruct DTM wants them: the azimuth clockwise from map north, which near a pole is not true north. From the time of the image (given, in its label or in its product's name), or from the sub-solar point, good to about 0.05 degrees. With a coarse DEM the azimuth is also estimated from the image itself, with its uncertainty: a check, or all there is when the time is unknown (the incidence stays unknown then).</source>
      <translation>Azimut und Einfallswinkel der Sonne für ein kartenprojiziertes Bild, wie 'DTM rekonstruieren' sie will: der Azimut im Uhrzeigersinn von Kartennord, das nahe einem Pol nicht die wahre Nordrichtung ist. Aus der Zeit des Bildes (angegeben, im Label oder im Namen des Produkts) oder aus dem subsolaren Punkt, auf etwa 0,05 Grad genau. Mit einem groben DEM wird der Azimut auch aus dem Bild selbst geschätzt, mit seiner Unsicherheit: eine Prüfung, oder alles, was es gibt, wenn die Zeit unbekannt ist (der Einfallswinkel bleibt dann unbekannt).</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51. Left empty, the sub-solar point or the time in the label, else the time in the product's name.</source>
      <translation>UTC, zum Beispiel 2010-09-24T03:57:51. Leer: der subsolare Punkt oder die Zeit im Label, sonst die Zeit im Namen des Produkts.</translation>
    </message>
    <message>
      <source>Sub-solar latitude</source>
      <translation>Subsolare Breite</translation>
    </message>
    <message>
      <source>Latitude where the sun stood overhead, as the image's page in the archive (LROC, ODE) lists it. Give it with the longitude, instead of a time.</source>
      <translation>Breite, wo die Sonne im Zenit stand, wie sie die Seite des Bildes im Archiv (LROC, ODE) nennt. Mit der Länge anzugeben, statt einer Zeit.</translation>
    </message>
    <message>
      <source>Sub-solar longitude</source>
      <translation>Subsolare Länge</translation>
    </message>
    <message>
      <source>Longitude, east positive, where the sun stood overhead.</source>
      <translation>Länge, nach Osten positiv, wo die Sonne im Zenit stand.</translation>
    </message>
    <message>
      <source>Elevation of the same ground, from whose slopes the azimuth is estimated.</source>
      <translation>Höhen desselben Geländes, aus deren Neigungen der Azimut geschätzt wird.</translation>
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
      <source>Ground metres per pixel.</source>
      <translation>Bodenmeter je Pixel.</translation>
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
      <source>Realism</source>
      <translation>Wirklichkeitsnähe</translation>
    </message>
    <message>
      <source>plain: craters as stamped, seen from the zenith, as the experts were trained on. realistic: diffused craters, elephant hide, terraces and streaks on slopes, an oblique view, and what a line scanner and a published map do to an image.</source>
      <translation>plain: Krater wie gestempelt, senkrecht von oben gesehen, wie die Experten sie gelernt haben. realistic: durch Diffusion gealterte Krater, Elefantenhaut, Terrassen und Streifen an Hängen, ein schräger Blick, und was ein Zeilenscanner und eine veröffentlichte Karte aus einem Bild machen.</translation>
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
      <source>How far the coarse DEM lies west of its place (m)</source>
      <translation>Wie weit das grobe DEM westlich seines Ortes liegt (m)</translation>
    </message>
    <message>
      <source>How far the coarse DEM lies south of its place (m)</source>
      <translation>Wie weit das grobe DEM südlich seines Ortes liegt (m)</translation>
    </message>
    <message>
      <source>Light a DTM</source>
      <translation>DTM beleuchten</translation>
    </message>
    <message>
      <source>Makes the image that a camera would take of a DTM under a given sun, looking straight down: reflectance by Lunar-Lambert, Hapke or Lambert, cast shadows with penumbra, scattered light, albedo, pixels of any size, and the blur and noise of LROC's NAC. For several suns it makes an image for each. The same seed gives the same pixels.</source>
      <translation>Macht das Bild, das eine Kamera unter einer gegebenen Sonne von einem DTM aufnehmen würde, senkrecht von oben: Reflexion nach Lunar-Lambert, Hapke oder Lambert, Schlagschatten mit Halbschatten, Streulicht, Albedo, Pixel beliebiger Größe und die Unschärfe und das Rauschen der NAC von LROC. Für mehrere Sonnen wird je ein Bild gemacht. Derselbe Startwert gibt dieselben Pixel.</translation>
    </message>
    <message>
      <source>Heights on the Moon.</source>
      <translation>Höhen auf dem Mond.</translation>
    </message>
    <message>
      <source>Standard deviation of a made, self-affine pattern of albedo; 2 to 9 % within one terrain of the Moon.</source>
      <translation>Standardabweichung eines erzeugten, selbstaffinen Albedomusters; 2 bis 9 % innerhalb eines Geländes des Mondes.</translation>
    </message>
    <message>
      <source>Map of the albedo</source>
      <translation>Karte der Albedo</translation>
    </message>
    <message>
      <source>A raster on any lunar grid, interpolated bilinearly, by which the albedo is multiplied. Where it is not known the image has no data.</source>
      <translation>Ein Raster auf einem beliebigen Mondgitter, bilinear interpoliert, mit dem die Albedo multipliziert wird. Wo es nicht bekannt ist, hat das Bild keine Daten.</translation>
    </message>
    <message>
      <source>Ground metres per pixel of the image. Pixels that are larger than the DTM's have the mean of what lies in them; for smaller ones the DTM is interpolated by cubic splines. Left empty, the DTM's own.</source>
      <translation>Bodenmeter je Pixel des Bildes. Pixel, die größer als die des DTM sind, haben den Mittelwert dessen, was in ihnen liegt; für kleinere wird das DTM mit kubischen Splines interpoliert. Leer: die des DTM.</translation>
    </message>
    <message>
      <source>Reflectance under the first sun.</source>
      <translation>Reflexion unter der ersten Sonne.</translation>
    </message>
    <message>
      <source>Share of the Sun's disc seen from every pixel under the first sun, 0 in full shadow to 1.</source>
      <translation>Anteil der Sonnenscheibe, den jedes Pixel unter der ersten Sonne sieht, von 0 im vollen Schatten bis 1.</translation>
    </message>
    <message>
      <source>Folder for the images under all suns</source>
      <translation>Ordner für die Bilder unter allen Sonnen</translation>
    </message>
    <message>
      <source>An image for each sun, and a table of them for Reconstruct region (frames.csv). Needed where there are several suns.</source>
      <translation>Ein Bild je Sonne und eine Tabelle davon für 'Region rekonstruieren' (frames.csv). Nötig, wo es mehrere Sonnen gibt.</translation>
    </message>
    <message>
      <source>Pixel size (m)</source>
      <translation>Pixelgröße (m)</translation>
    </message>
    <message>
      <source>Pixels in shadow under the first sun (%)</source>
      <translation>Pixel im Schatten unter der ersten Sonne (%)</translation>
    </message>
    <message>
      <source>Signal to noise of level ground under the first sun</source>
      <translation>Verhältnis von Signal zu Rauschen auf ebenem Boden unter der ersten Sonne</translation>
    </message>
    <message>
      <source>Build data set</source>
      <translation>Datensatz bauen</translation>
    </message>
    <message>
      <source>Cuts an image, its coarse DEM and a reference DTM of the same ground into tiles for training and adds them to a data set (Zarr). The shifts of both DEMs against the image are estimated and corrected where they are reliable, that of the coarse DEM also by hand; tiles with nodata, too much shadow, stripes, spikes or a reference that disagrees with the coarse DEM are left out. Run it once for each triplet. Of the regions 70 % are for training, 15 % for validation and 15 % for the test; a region is never split.</source>
      <translation>Schneidet ein Bild, sein grobes DEM und ein Referenz-DTM desselben Bodens in Kacheln zum Trainieren und fügt sie einem Datensatz (Zarr) hinzu. Die Verschiebungen beider DEMs gegen das Bild werden geschätzt und berichtigt, wo sie verlässlich sind, die des groben DEM auch von Hand; Kacheln mit fehlenden Werten, zu viel Schatten, Streifen, Spitzen oder einer Referenz, die dem groben DEM widerspricht, werden ausgelassen. Einmal je Tripel auszuführen. Von den Regionen sind 70 % zum Trainieren, 15 % zum Validieren und 15 % für den Test; eine Region wird nie geteilt.</translation>
    </message>
    <message>
      <source>Reference DTM</source>
      <translation>Referenz-DTM</translation>
    </message>
    <message>
      <source>A DTM of about the image's resolution, taken as true.</source>
      <translation>Ein DTM von etwa der Auflösung des Bildes, das als wahr gilt.</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Region</translation>
    </message>
    <message>
      <source>Name of the site; decides whether it is for training, validation or the test.</source>
      <translation>Name des Ortes; entscheidet, ob er zum Trainieren, zum Validieren oder für den Test ist.</translation>
    </message>
    <message>
      <source>Data set</source>
      <translation>Datensatz</translation>
    </message>
    <message>
      <source>Folder of the data set; made, or added to.</source>
      <translation>Ordner des Datensatzes; wird angelegt oder ergänzt.</translation>
    </message>
    <message>
      <source>Tiles added</source>
      <translation>Hinzugefügte Kacheln</translation>
    </message>
    <message>
      <source>Tiles left out</source>
      <translation>Ausgelassene Kacheln</translation>
    </message>
    <message>
      <source>Training, validation or test</source>
      <translation>Training, Validierung oder Test</translation>
    </message>
    <message>
      <source>Shift of the reference is reliable</source>
      <translation>Verschiebung der Referenz ist verlässlich</translation>
    </message>
    <message>
      <source>Train experts</source>
      <translation>Experten trainieren</translation>
    </message>
    <message>
      <source>Trains the runs of a YAML configuration one after the other, on made scenes or on a data set of real pairs, with checkpoints. Started again with the same folder it goes on where it was stopped or killed, to the same losses. Under torchrun several processes share a run.</source>
      <translation>Trainiert die Läufe einer YAML-Konfiguration nacheinander, auf erzeugten Szenen oder auf einem Datensatz aus wirklichen Paaren, mit Zwischenständen. Mit demselben Ordner neu gestartet, geht es weiter, wo es angehalten oder beendet wurde, zu denselben Verlusten. Unter torchrun teilen sich mehrere Prozesse einen Lauf.</translation>
    </message>
    <message>
      <source>Configuration</source>
      <translation>Konfiguration</translation>
    </message>
    <message>
      <source>Name of a shipped configuration, or path of a YAML file.</source>
      <translation>Name einer mitgelieferten Konfiguration oder Pfad einer YAML-Datei.</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>Läufe</translation>
    </message>
    <message>
      <source>Names of the runs to train, with commas; all when left empty.</source>
      <translation>Namen der Läufe, die trainiert werden, mit Kommas; leer: alle.</translation>
    </message>
    <message>
      <source>Real pairs made by build_dataset, instead of made scenes.</source>
      <translation>Wirkliche Paare von build_dataset statt erzeugter Szenen.</translation>
    </message>
    <message>
      <source>Weights to start from</source>
      <translation>Gewichte für den Anfang</translation>
    </message>
    <message>
      <source>For fine-tuning: name of a shipped pack, or folder of a pack or of an earlier training. A run that starts from another run takes its weights from here.</source>
      <translation>Zum Nachtrainieren: Name eines mitgelieferten Pakets oder Ordner eines Pakets oder eines früheren Trainings. Ein Lauf, der von einem anderen ausgeht, nimmt dessen Gewichte von hier.</translation>
    </message>
    <message>
      <source>Processes that draw samples</source>
      <translation>Prozesse, die Beispiele ziehen</translation>
    </message>
    <message>
      <source>Beside the trainer itself.</source>
      <translation>Neben dem Trainer selbst.</translation>
    </message>
    <message>
      <source>Checkpoints, logs, plots and final weights, a folder for each run.</source>
      <translation>Zwischenstände, Protokolle, Diagramme und die fertigen Gewichte, ein Ordner je Lauf.</translation>
    </message>
    <message>
      <source>Runs trained</source>
      <translation>Trainierte Läufe</translation>
    </message>
    <message>
      <source>Time waiting for data (%)</source>
      <translation>Zeit des Wartens auf Daten (%)</translation>
    </message>
    <message>
      <source>Validate experts</source>
      <translation>Experten validieren</translation>
    </message>
    <message>
      <source>Prints RMSE, slope error and RE (share of pixels with an error under 2, 4 and 10 m) of the coarse DEM, and of experts before and after fine-tuning, for each terrain class, on regions of a data set that no training reads. The test split is for the last look: choose settings by the validation split alone.</source>
      <translation>Gibt RMSE, Neigungsfehler und RE (Anteil der Pixel mit einem Fehler unter 2, 4 und 10 m) des groben DEM und der Experten vor und nach dem Nachtrainieren aus, je Geländeklasse, auf Regionen eines Datensatzes, die kein Training liest. Der Testteil ist für den letzten Blick: Wählen Sie Einstellungen nur nach dem Validierungsteil.</translation>
    </message>
    <message>
      <source>Real pairs made by build_dataset.</source>
      <translation>Wirkliche Paare von build_dataset.</translation>
    </message>
    <message>
      <source>Experts before</source>
      <translation>Experten vorher</translation>
    </message>
    <message>
      <source>Name of a shipped pack, or folder of a pack or of a training.</source>
      <translation>Name eines mitgelieferten Pakets oder Ordner eines Pakets oder eines Trainings.</translation>
    </message>
    <message>
      <source>Experts after</source>
      <translation>Experten nachher</translation>
    </message>
    <message>
      <source>Folder of a training with runs flat, mountain and crater, or of a pack.</source>
      <translation>Ordner eines Trainings mit den Läufen flat, mountain und crater, oder eines Pakets.</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>Teil</translation>
    </message>
    <message>
      <source>Regions that are looked at.</source>
      <translation>Regionen, die betrachtet werden.</translation>
    </message>
    <message>
      <source>All figures, by class.</source>
      <translation>Alle Zahlen, nach Klassen.</translation>
    </message>
    <message>
      <source>RMSE before (m)</source>
      <translation>RMSE vorher (m)</translation>
    </message>
    <message>
      <source>RMSE after (m)</source>
      <translation>RMSE nachher (m)</translation>
    </message>
    <message>
      <source>Slope error before (degrees)</source>
      <translation>Neigungsfehler vorher (Grad)</translation>
    </message>
    <message>
      <source>Slope error after (degrees)</source>
      <translation>Neigungsfehler nachher (Grad)</translation>
    </message>
    <message>
      <source>Pixels with an error under 2 m before (%)</source>
      <translation>Pixel mit einem Fehler unter 2 m vorher (%)</translation>
    </message>
    <message>
      <source>Pixels with an error under 2 m after (%)</source>
      <translation>Pixel mit einem Fehler unter 2 m nachher (%)</translation>
    </message>
    <message>
      <source>Export experts</source>
      <translation>Experten exportieren</translation>
    </message>
    <message>
      <source>Makes an expert pack of the final weights of the runs flat, mountain and crater, or of a single run: ONNX models with half-precision weights, checked against PyTorch, with a manifest and digests. The manifest says what the experts need (inputs, normalisation, orientation, size of tiles), so that Reconstruct runs those of any network. The pack's name is that of its folder. From a pack, its graphs are made anew and its manifest is kept.</source>
      <translation>Macht aus den fertigen Gewichten der Läufe flat, mountain und crater, oder eines einzelnen Laufs, ein Expertenpaket: ONNX-Modelle mit Gewichten in halber Genauigkeit, gegen PyTorch geprüft, mit Manifest und Prüfsummen. Das Manifest sagt, was die Experten brauchen (Eingaben, Normierung, Ausrichtung, Größe der Kacheln), sodass Reconstruct die jedes Netzes rechnet. Das Paket heißt wie sein Ordner. Aus einem Paket werden seine Graphen neu gemacht, und sein Manifest bleibt.</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>Folder of a training with runs flat, mountain and crater, or of a single run of any network, which then serves all three classes; or of an expert pack, whose weights are exported anew.</source>
      <translation>Ordner eines Trainings mit den Läufen flat, mountain und crater, oder eines einzelnen Laufs irgendeines Netzes, der dann allen drei Klassen dient; oder eines Expertenpakets, dessen Gewichte neu exportiert werden.</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Beschreibung</translation>
    </message>
    <message>
      <source>What the experts were trained on, for the manifest.</source>
      <translation>Worauf die Experten trainiert wurden, für das Manifest.</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Version of the pack.</source>
      <translation>Version des Pakets.</translation>
    </message>
    <message>
      <source>JSON written by the accuracy benchmark, for the manifest.</source>
      <translation>JSON des Genauigkeitstests, für das Manifest.</translation>
    </message>
    <message>
      <source>Pack</source>
      <translation>Paket</translation>
    </message>
    <message>
      <source>Folder of the pack.</source>
      <translation>Ordner des Pakets.</translation>
    </message>
    <message>
      <source>Largest deviation of ONNX Runtime from PyTorch (share of the range of heights)</source>
      <translation>Größte Abweichung von ONNX Runtime gegen PyTorch (Anteil der Spanne der Höhen)</translation>
    </message>
    <message>
      <source>Size of the models</source>
      <translation>Größe der Modelle</translation>
    </message>
    <message>
      <source>Ablation study</source>
      <translation>Ablationsstudie</translation>
    </message>
    <message>
      <source>Trains several networks, or one on several mixes of ground, for the same budget and measures them on ground that none has seen: number of weights, RE (share of pixels with an error under 2, 4 and 10 m), MAE, RMSE, slope error and stripes, with the coarse DEM as the baseline. It makes the paper's Table II, and its figure 13, of your own pairs.</source>
      <translation>Trainiert mehrere Netze, oder eines auf mehreren Mischungen von Gelände, mit demselben Aufwand und misst sie auf Gelände, das keines gesehen hat: Zahl der Gewichte, RE (Anteil der Pixel mit einem Fehler unter 2, 4 und 10 m), MAE, RMSE, Neigungsfehler und Streifen, mit dem groben DEM als Vergleich. Macht Tabelle II der Arbeit und ihre Abbildung 13 aus Ihren eigenen Paaren.</translation>
    </message>
    <message>
      <source>Study</source>
      <translation>Studie</translation>
    </message>
    <message>
      <source>'table II' trains the rows of the paper's Table II. 'slope expert' trains on steep ground alone, on 70 % steep and 30 % flat ground, and on flat ground alone, each with a clean truth, with made stripes in the truth of steep ground, and with the same stripes in the images too, as in the paper's figure 13.</source>
      <translation>'table II' trainiert die Zeilen von Tabelle II der Arbeit. 'slope expert' trainiert nur auf steilem Gelände, auf 70 % steilem und 30 % flachem, und nur auf flachem, jeweils mit sauberer Wahrheit, mit künstlichen Streifen in der Wahrheit von steilem Gelände und mit denselben Streifen auch in den Bildern, wie in Abbildung 13 der Arbeit.</translation>
    </message>
    <message>
      <source>Real pairs made by build_dataset, with regions for training and for the split that is measured on. Left empty, made scenes are taken.</source>
      <translation>Echte Paare aus build_dataset, mit Regionen für das Training und für den Teil, auf dem gemessen wird. Bleibt es leer, werden künstliche Szenen genommen.</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Netze</translation>
    </message>
    <message>
      <source>Names with commas. Left empty: the eight rows of Table II (dense, moe, mmoe, mmoe-slope, mmoe-adapter, dense-slope-adapter, moe-slope-adapter, mmoe-slope-adapter) and the compact expert (terrain); for the slope expert, terrain.</source>
      <translation>Namen mit Kommas. Bleibt es leer: die acht Zeilen von Tabelle II (dense, moe, mmoe, mmoe-slope, mmoe-adapter, dense-slope-adapter, moe-slope-adapter, mmoe-slope-adapter) und der kompakte Experte (terrain); für den Hangexperten terrain.</translation>
    </message>
    <message>
      <source>Regions of the data set that are measured on.</source>
      <translation>Regionen des Datensatzes, auf denen gemessen wird.</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Budget of each training: steps of four samples. The paper's is 50,000; a few hundred show how the parts compare early in training and no more.</source>
      <translation>Aufwand jedes Trainings: Schritte zu je vier Proben. In der Arbeit sind es 50.000; einige hundert zeigen, wie sich die Teile früh im Training vergleichen, und nicht mehr.</translation>
    </message>
    <message>
      <source>Seeds</source>
      <translation>Startwerte</translation>
    </message>
    <message>
      <source>Trainings of each row, from other weights and in another order of samples. With several, their mean is in the table, and half of their range.</source>
      <translation>Trainings jeder Zeile, von anderen Gewichten aus und in anderer Reihenfolge der Proben. Bei mehreren stehen ihr Mittel und ihre halbe Spannweite in der Tabelle.</translation>
    </message>
    <message>
      <source>Size of tiles</source>
      <translation>Größe der Kacheln</translation>
    </message>
    <message>
      <source>Rows and columns that are trained and measured on. 256 x 320 is the paper's, and takes four times as long.</source>
      <translation>Zeilen und Spalten, auf denen trainiert und gemessen wird. 256 x 320 ist die Größe der Arbeit und dauert viermal so lange.</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Lernrate</translation>
    </message>
    <message>
      <source>After the warm-up of a tenth of the steps; it falls to a hundredth of that. The paper's is 0.0001, for its 50,000 steps.</source>
      <translation>Nach dem Aufwärmen, einem Zehntel der Schritte; sie fällt auf ein Hundertstel davon. In der Arbeit ist sie 0,0001, für 50.000 Schritte.</translation>
    </message>
    <message>
      <source>Stripes</source>
      <translation>Streifen</translation>
    </message>
    <message>
      <source>Root of the mean square of the made stripes in the truth, for the slope expert.</source>
      <translation>Quadratisches Mittel der künstlichen Streifen in der Wahrheit, für den Hangexperten.</translation>
    </message>
    <message>
      <source>Trainings</source>
      <translation>Trainings</translation>
    </message>
    <message>
      <source>A folder for each training: checkpoints, log and final weights, which export makes a pack of. Started again with the same folder, the study goes on.</source>
      <translation>Ein Ordner je Training: Zwischenstände, Protokoll und fertige Gewichte, aus denen export ein Paket macht. Mit demselben Ordner wieder gestartet, geht die Studie weiter.</translation>
    </message>
    <message>
      <source>A row for each training.</source>
      <translation>Eine Zeile je Training.</translation>
    </message>
    <message>
      <source>Slopes of one tile by each training, side by side.</source>
      <translation>Neigungen einer Kachel nach jedem Training, nebeneinander.</translation>
    </message>
    <message>
      <source>Tiles measured on</source>
      <translation>Kacheln, auf denen gemessen wurde</translation>
    </message>
    <message>
      <source>Training with the least RMSE</source>
      <translation>Training mit dem kleinsten RMSE</translation>
    </message>
    <message>
      <source>RMSE of the coarse DEM (m)</source>
      <translation>RMSE des groben DEM (m)</translation>
    </message>
    <message>
      <source>Least mean slope error (degrees)</source>
      <translation>Kleinster mittlerer Neigungsfehler (Grad)</translation>
    </message>
    <message>
      <source>Mean slope error of the coarse DEM (degrees)</source>
      <translation>Mittlerer Neigungsfehler des groben DEM (Grad)</translation>
    </message>
    <message>
      <source>Strongest stripes of a training (m)</source>
      <translation>Stärkste Streifen eines Trainings (m)</translation>
    </message>
    <message>
      <source>Minutes of training</source>
      <translation>Minuten des Trainings</translation>
    </message>
    <message>
      <source>The engine's environment is not set up; name a Python that has its packages in the variable MMOEDTM_PYTHON, or set the engine up once in the window of QGIS, then run again.</source>
      <translation>Die Umgebung der Engine ist nicht eingerichtet; nennen Sie in der Variablen MMOEDTM_PYTHON ein Python mit ihren Paketen oder richten Sie die Engine einmal im Fenster von QGIS ein, und starten Sie neu.</translation>
    </message>
    <message>
      <source>The run was cancelled; run it again with the same folder to go on.</source>
      <translation>Der Lauf wurde abgebrochen; starten Sie ihn mit demselben Ordner neu, dann geht er weiter.</translation>
    </message>
    <message>
      <source>Lunar DTM with slope and terrain classes</source>
      <translation>Mond-DTM mit Neigung und Geländeklassen</translation>
    </message>
    <message>
      <source>From one lunar image and a coarse DEM to terrain classes, a DTM at the resolution of the image, its slope and the variance of its slope.</source>
      <translation>Aus einem Mondbild und einem groben DEM zu Geländeklassen, einem DTM in der Auflösung des Bildes, seiner Neigung und deren Varianz.</translation>
    </message>
    <message>
      <source>Lunar DTM with a report on it</source>
      <translation>Mond-DTM mit einem Bericht darüber</translation>
    </message>
    <message>
      <source>From one lunar image and a coarse DEM to a DTM at the resolution of the image, and a report on how well it explains the image and keeps to the coarse DEM, and on its errors where a reference is given.</source>
      <translation>Aus einem Mondbild und einem groben DEM zu einem DTM in der Auflösung des Bildes und einem Bericht, wie gut es das Bild erklärt und sich an das grobe DEM hält und, wo eine Referenz gegeben ist, welche Fehler es hat.</translation>
    </message>
    <message>
      <source>Check a DTM by the shadows of its rocks</source>
      <translation>Ein DTM an den Schatten seiner Steine prüfen</translation>
    </message>
    <message>
      <source>Finds rocks in an image, and compares the shadow of each with the one that it casts in a DTM.</source>
      <translation>Findet Steine in einem Bild und vergleicht den Schatten jedes mit dem, den er in einem DTM wirft.</translation>
    </message>
    <message>
      <source>Lunar DTM against radar</source>
      <translation>Mond-DTM gegen Radar</translation>
    </message>
    <message>
      <source>From one lunar image and a coarse DEM to a DTM at the resolution of the image, and a report that compares its roughness with radar backscatter. The radar image is looked at first, before minutes of work.</source>
      <translation>Aus einem Mondbild und einem groben DEM zu einem DTM in der Auflösung des Bildes und einem Bericht, der seine Rauheit mit Radarrückstreuung vergleicht. Das Radarbild wird zuerst angesehen, vor Minuten von Arbeit.</translation>
    </message>
    <message>
      <source>has lost the Python that it was made with</source>
      <translation>hat das Python verloren, aus dem sie gemacht wurde</translation>
    </message>
    <message>
      <source>under Settings &gt; Options &gt; MMoEDTM</source>
      <translation>unter Einstellungen &gt; Optionen &gt; MMoEDTM</translation>
    </message>
    <message>
      <source>No Python {major}.{minor} program was found under {base}; set the interpreter in the settings.</source>
      <translation>Unter {base} wurde kein Programm Python {major}.{minor} gefunden; stellen Sie den Interpreter in den Einstellungen ein.</translation>
    </message>
    <message>
      <source>The engine's environment {problem}; choose Raster &gt; MMoEDTM &gt; Set up the engine, then run again.</source>
      <translation>Die Umgebung der Engine {problem}; wählen Sie Raster &gt; MMoEDTM &gt; Engine einrichten und starten Sie neu.</translation>
    </message>
    <message>
      <source>in the variable {variable}</source>
      <translation>in der Variablen {variable}</translation>
    </message>
    <message>
      <source>The interpreter {named} set for MMoEDTM does not exist; correct it {where}.</source>
      <translation>Den für MMoEDTM eingestellten Interpreter {named} gibt es nicht; berichtigen Sie ihn {where}.</translation>
    </message>
    <message>
      <source>Sample image</source>
      <translation>Beispielbild</translation>
    </message>
    <message>
      <source>Sample coarse DEM</source>
      <translation>Grobes DEM des Beispiels</translation>
    </message>
    <message>
      <source>MMoEDTM sample</source>
      <translation>MMoEDTM-Beispiel</translation>
    </message>
    <message>
      <source>is out of date</source>
      <translation>ist veraltet</translation>
    </message>
    <message>
      <source>is not set up yet</source>
      <translation>ist noch nicht eingerichtet</translation>
    </message>
    <message>
      <source>is damaged (its list of files cannot be read)</source>
      <translation>ist beschädigt (ihre Liste der Dateien ist nicht lesbar)</translation>
    </message>
    <message>
      <source>is damaged ({count} of its files are missing or changed, such as {example})</source>
      <translation>ist beschädigt ({count} ihrer Dateien fehlen oder sind verändert, zum Beispiel {example})</translation>
    </message>
    <message>
      <source>the Moon</source>
      <translation>der Mond</translation>
    </message>
    <message>
      <source>{product} of {subject}</source>
      <translation>{product}: {subject}</translation>
    </message>
    <message>
      <source>Relief of {name}</source>
      <translation>Relief von {name}</translation>
    </message>
    <message>
      <source>All tools</source>
      <translation>Alle Werkzeuge</translation>
    </message>
    <message>
      <source>Try it on a sample</source>
      <translation>Am Beispiel ausprobieren</translation>
    </message>
    <message>
      <source>Set up the engine</source>
      <translation>Engine einrichten</translation>
    </message>
    <message>
      <source>Repair the engine</source>
      <translation>Engine reparieren</translation>
    </message>
    <message>
      <source>Settings...</source>
      <translation>Einstellungen...</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <source>Copy a diagnostics report</source>
      <translation>Diagnosebericht kopieren</translation>
    </message>
    <message>
      <source>Reconstruct from this layer...</source>
      <translation>Aus diesem Layer rekonstruieren...</translation>
    </message>
    <message>
      <source>The report is on the clipboard; paste it where you ask for help.</source>
      <translation>Der Bericht ist in der Zwischenablage; fügen Sie ihn ein, wo Sie um Hilfe bitten.</translation>
    </message>
    <message>
      <source>This copy of the plugin has no help pages ({page}); install the plugin from its zip.</source>
      <translation>Dieser Kopie des Plugins fehlen die Hilfeseiten ({page}); installieren Sie das Plugin aus seinem Zip.</translation>
    </message>
    <message>
      <source>Chains</source>
      <translation>Ketten</translation>
    </message>
    <message>
      <source>{host} could not be reached ({reason}); check the network and Settings &gt; Options &gt; Network, or name a folder of wheels under Settings &gt; Options &gt; MMoEDTM, and choose Set up again.</source>
      <translation>{host} ist nicht erreichbar ({reason}); prüfen Sie das Netz und Einstellungen &gt; Optionen &gt; Netzwerk, oder nennen Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM einen Ordner mit Wheels, und wählen Sie Neu einrichten.</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>Engine</translation>
    </message>
    <message>
      <source>Set up</source>
      <translation>Einrichten</translation>
    </message>
    <message>
      <source>Repair</source>
      <translation>Reparieren</translation>
    </message>
    <message>
      <source>Fetches and makes everything anew, whatever is there.</source>
      <translation>Holt und macht alles neu, was auch immer da ist.</translation>
    </message>
    <message>
      <source>the plugin's own environment</source>
      <translation>die eigene Umgebung des Plugins</translation>
    </message>
    <message>
      <source>Python of your own</source>
      <translation>Eigenes Python</translation>
    </message>
    <message>
      <source>Folder of the environment</source>
      <translation>Ordner der Umgebung</translation>
    </message>
    <message>
      <source>Where it runs</source>
      <translation>Worauf sie rechnet</translation>
    </message>
    <message>
      <source>Not checked yet.</source>
      <translation>Noch nicht geprüft.</translation>
    </message>
    <message>
      <source>Run one tile</source>
      <translation>Eine Kachel rechnen</translation>
    </message>
    <message>
      <source>one for each core</source>
      <translation>eine je Kern</translation>
    </message>
    <message>
      <source>Where an algorithm's own setting is 0. The result does not depend on it.</source>
      <translation>Gilt, wo die Einstellung eines Algorithmus 0 ist. Das Ergebnis hängt nicht davon ab.</translation>
    </message>
    <message>
      <source>Expert packs</source>
      <translation>Expertenpakete</translation>
    </message>
    <message>
      <source>Install from a folder...</source>
      <translation>Aus einem Ordner installieren...</translation>
    </message>
    <message>
      <source>Remove installed packs</source>
      <translation>Installierte Pakete entfernen</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Auf diesem Rechner behalten</translation>
    </message>
    <message>
      <source>Remove finished blocks of stopped runs</source>
      <translation>Fertige Blöcke angehaltener Läufe entfernen</translation>
    </message>
    <message>
      <source>Without the network, or in a closed one</source>
      <translation>Ohne Netz oder in einem geschlossenen</translation>
    </message>
    <message>
      <source>packages come from the package index</source>
      <translation>Pakete kommen vom Paketindex</translation>
    </message>
    <message>
      <source>as pip is configured on this computer</source>
      <translation>wie pip auf diesem Rechner eingestellt ist</translation>
    </message>
    <message>
      <source>as uv does it by itself</source>
      <translation>wie uv es von sich aus tut</translation>
    </message>
    <message>
      <source>Folder of wheels</source>
      <translation>Ordner mit Wheels</translation>
    </message>
    <message>
      <source>Address of a package index</source>
      <translation>Adresse eines Paketindex</translation>
    </message>
    <message>
      <source>Mirror of standalone Pythons</source>
      <translation>Spiegel eigenständiger Pythons</translation>
    </message>
    <message>
      <source>Running one tile ...</source>
      <translation>Eine Kachel wird gerechnet ...</translation>
    </message>
    <message>
      <source>Folder of an expert pack</source>
      <translation>Ordner eines Expertenpakets</translation>
    </message>
    <message>
      <source>A frame takes about 1 GB of memory with two tiles at a time; fewer take less.</source>
      <translation>Eine Aufnahme braucht mit zwei Kacheln zugleich etwa 1 GB Speicher; weniger brauchen weniger.</translation>
    </message>
    <message>
      <source>The folder needs the wheels of requirements/locked-cpu.txt (or -gpu.txt; for training locked-train-cpu.txt or -gpu.txt) and that of uv; 'pip download' makes one on a computer with a network. Proxies are those of QGIS.</source>
      <translation>Der Ordner braucht die Wheels von requirements/locked-cpu.txt (oder -gpu.txt; zum Trainieren locked-train-cpu.txt oder -gpu.txt) und das von uv; 'pip download' macht einen auf einem Rechner mit Netz. Proxys sind die von QGIS.</translation>
    </message>
    <message>
      <source>Stopped runs would begin anew. Remove what they keep in {folder}?</source>
      <translation>Angehaltene Läufe würden von vorn beginnen. Entfernen, was sie in {folder} behalten?</translation>
    </message>
    <message>
      <source>Finished blocks of stopped runs: {kept:.0f} MB in {folder}.</source>
      <translation>Fertige Blöcke angehaltener Läufe: {kept:.0f} MB in {folder}.</translation>
    </message>
    <message>
      <source>Remove the installed packs {names} from {folder}?</source>
      <translation>Die installierten Pakete {names} aus {folder} entfernen?</translation>
    </message>
    <message>
      <source>Ready, {size:.0f} MB in {folder}.</source>
      <translation>Bereit, {size:.0f} MB in {folder}.</translation>
    </message>
    <message>
      <source>Runs in {interpreter}.</source>
      <translation>Läuft in {interpreter}.</translation>
    </message>
    <message>
      <source>{error} Set up: {size}</source>
      <translation>{error} Einrichten: {size}</translation>
    </message>
    <message>
      <source>no figures</source>
      <translation>keine Zahlen</translation>
    </message>
    <message>
      <source>RMSE on made scenes, and of the coarse DEM: {figures}</source>
      <translation>RMSE auf erzeugten Szenen und der des groben DEM: {figures}</translation>
    </message>
    <message>
      <source>A pack of the name {name!r} comes with the plugin; give this one another name in {manifest} and {sums}.</source>
      <translation>Ein Paket mit dem Namen {name!r} kommt mit dem Plugin; geben Sie diesem in {manifest} und {sums} einen anderen Namen.</translation>
    </message>
    <message>
      <source>{folder} is no expert pack ({error}); choose the folder that has {manifest} and {sums} in it.</source>
      <translation>{folder} ist kein Expertenpaket ({error}); wählen Sie den Ordner, der {manifest} und {sums} enthält.</translation>
    </message>
    <message>
      <source>{target} cannot be written ({strerror}); make room or give the rights.</source>
      <translation>{target} kann nicht geschrieben werden ({strerror}); schaffen Sie Platz oder geben Sie die Rechte.</translation>
    </message>
    <message>
      <source>MMoEDTM results</source>
      <translation>MMoEDTM-Ergebnisse</translation>
    </message>
    <message>
      <source>Image to the left, heights to the right</source>
      <translation>Links das Bild, rechts die Höhen</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>ja</translation>
    </message>
    <message>
      <source>no</source>
      <translation>nein</translation>
    </message>
    <message>
      <source>Open the report</source>
      <translation>Bericht öffnen</translation>
    </message>
    <message>
      <source>Run again with...</source>
      <translation>Noch einmal mit...</translation>
    </message>
    <message>
      <source>Point at the map for its profile</source>
      <translation>Zeigen Sie auf die Karte für ihr Profil</translation>
    </message>
    <message>
      <source>The set-up was cancelled; choose Set up again, and it goes on with what is fetched already.</source>
      <translation>Das Einrichten wurde abgebrochen; wählen Sie Neu einrichten, dann geht es mit dem schon Geholten weiter.</translation>
    </message>
    <message>
      <source>could not be started: {error}</source>
      <translation>ließ sich nicht starten: {error}</translation>
    </message>
    <message>
      <source>MMoEDTM - lunar terrain from one image</source>
      <translation>MMoEDTM - Mondgelände aus einem Bild</translation>
    </message>
    <message>
      <source>choose Set up again</source>
      <translation>wählen Sie Neu einrichten</translation>
    </message>
    <message>
      <source>The engine is ready</source>
      <translation>Die Engine ist bereit</translation>
    </message>
    <message>
      <source>Step 1 of 4: fetching the installer uv (20 MB)</source>
      <translation>Schritt 1 von 4: Der Installer uv wird geholt (20 MB)</translation>
    </message>
    <message>
      <source>Step 2 of 4: making a Python environment</source>
      <translation>Schritt 2 von 4: Eine Python-Umgebung wird gemacht</translation>
    </message>
    <message>
      <source>Step 3 of 4: fetching and installing packages</source>
      <translation>Schritt 3 von 4: Pakete werden geholt und installiert</translation>
    </message>
    <message>
      <source>Step 4 of 4: checking that every package can be imported</source>
      <translation>Schritt 4 von 4: Es wird geprüft, ob jedes Paket importiert werden kann</translation>
    </message>
    <message>
      <source>a package cannot be imported ({said})</source>
      <translation>ein Paket kann nicht importiert werden ({said})</translation>
    </message>
    <message>
      <source>files of packages are cut ({files})</source>
      <translation>Dateien von Paketen sind abgeschnitten ({files})</translation>
    </message>
    <message>
      <source>No Python could make the environment ({reasons}); check the network or name a mirror of Pythons under Settings &gt; Options &gt; MMoEDTM, and {again}; the log is {log}.</source>
      <translation>Kein Python konnte die Umgebung machen ({reasons}); prüfen Sie das Netz oder nennen Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM einen Spiegel von Pythons, und {again}; das Protokoll ist {log}.</translation>
    </message>
    <message>
      <source>The set-up is under way in another QGIS window; wait for it to end.</source>
      <translation>Das Einrichten läuft in einem anderen QGIS-Fenster; warten Sie, bis es endet.</translation>
    </message>
    <message>
      <source>The folder {folder} is too deep for Windows, which takes paths of up to 259 characters; choose a shorter one under Settings &gt; Options &gt; MMoEDTM.</source>
      <translation>Der Ordner {folder} liegt zu tief für Windows, das Pfade bis zu 259 Zeichen annimmt; wählen Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM einen kürzeren.</translation>
    </message>
    <message>
      <source>{where} cannot be written ({reason}); make room or give the rights, or choose another folder under Settings &gt; Options &gt; MMoEDTM, and {again}.</source>
      <translation>{where} kann nicht geschrieben werden ({reason}); schaffen Sie Platz oder geben Sie die Rechte, oder wählen Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM einen anderen Ordner, und {again}.</translation>
    </message>
    <message>
      <source>The environment was made, but {problem}; {again}, or look at the log {log}.</source>
      <translation>Die Umgebung wurde gemacht, aber {problem}; {again}, oder sehen Sie in das Protokoll {log}.</translation>
    </message>
    <message>
      <source>Step 2 of 4: fetching a Python of its own ({version}, 35 MB)</source>
      <translation>Schritt 2 von 4: Ein eigenes Python wird geholt ({version}, 35 MB)</translation>
    </message>
    <message>
      <source>a Python of its own: {said}</source>
      <translation>ein eigenes Python: {said}</translation>
    </message>
    <message>
      <source>{folder} is in use ({strerror}); wait for runs of MMoEDTM to end or close other QGIS windows, and {again}.</source>
      <translation>{folder} wird gerade benutzt ({strerror}); warten Sie, bis Läufe von MMoEDTM enden, oder schließen Sie andere QGIS-Fenster, und {again}.</translation>
    </message>
    <message>
      <source>Packages could not be installed ({said}); check the network, the proxy or the folder of wheels, and {again}: what was fetched is kept; the log is {log}.</source>
      <translation>Pakete konnten nicht installiert werden ({said}); prüfen Sie das Netz, den Proxy oder den Ordner mit Wheels, und {again}: Was geholt wurde, bleibt; das Protokoll ist {log}.</translation>
    </message>
    <message>
      <source>Setting up the engine: {size}</source>
      <translation>Die Engine wird eingerichtet: {size}</translation>
    </message>
    <message>
      <source>Setting up the engine with the packages for training: {size}</source>
      <translation>Die Engine wird mit den Paketen zum Trainieren eingerichtet: {size}</translation>
    </message>
    <message>
      <source>The engine is ready.</source>
      <translation>Die Engine ist bereit.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Set up and try a sample</source>
      <translation>Einrichten und ein Beispiel ausprobieren</translation>
    </message>
    <message>
      <source>The toolbox has Build data set, Train experts, Validate experts, Export experts and Ablation study.</source>
      <translation>Die Werkzeugkiste hat 'Datensatz bauen', 'Experten trainieren', 'Experten validieren', 'Experten exportieren' und 'Ablationsstudie'.</translation>
    </message>
    <message>
      <source>The engine {problem}: {size}</source>
      <translation>Die Engine {problem}: {size}</translation>
    </message>
    <message>
      <source>The engine is ready, in {folder}.</source>
      <translation>Die Engine ist bereit, in {folder}.</translation>
    </message>
    <message>
      <source>Set up again</source>
      <translation>Neu einrichten</translation>
    </message>
    <message>
      <source>Height above 1737.4 km (m)</source>
      <translation>Höhe über 1737,4 km (m)</translation>
    </message>
    <message>
      <source>Spread of overlapping tiles (m)</source>
      <translation>Streuung überlappender Kacheln (m)</translation>
    </message>
    <message>
      <source>Standard deviation of height (m)</source>
      <translation>Standardabweichung der Höhe (m)</translation>
    </message>
    <message>
      <source>Standard deviation of slope (degrees)</source>
      <translation>Standardabweichung der Neigung (Grad)</translation>
    </message>
    <message>
      <source>What the height rests on</source>
      <translation>Worauf die Höhe beruht</translation>
    </message>
    <message>
      <source>Slope (degrees)</source>
      <translation>Neigung (Grad)</translation>
    </message>
    <message>
      <source>Variance of slope (degrees squared)</source>
      <translation>Varianz der Neigung (Grad zum Quadrat)</translation>
    </message>
    <message>
      <source>DTM minus reference (m)</source>
      <translation>DTM minus Referenz (m)</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>Helligkeit</translation>
    </message>
    <message>
      <source>Share of the Sun's disc that is seen</source>
      <translation>Anteil der Sonnenscheibe, der zu sehen ist</translation>
    </message>
    <message>
      <source>Terrain class</source>
      <translation>Geländeklasse</translation>
    </message>
    <message>
      <source>Shadows of image and DTM</source>
      <translation>Schatten von Bild und DTM</translation>
    </message>
    <message>
      <source>the processor</source>
      <translation>dem Prozessor</translation>
    </message>
    <message>
      <source>{fetched} to fetch, {taken} on disk, some minutes.</source>
      <translation>{fetched} zu holen, {taken} auf der Platte, einige Minuten.</translation>
    </message>
    <message>
      <source>MMoEDTM: setting up the engine</source>
      <translation>MMoEDTM: Engine wird eingerichtet</translation>
    </message>
    <message>
      <source>MMoEDTM: checking the engine</source>
      <translation>MMoEDTM: Engine wird geprüft</translation>
    </message>
    <message>
      <source>Runs on {where}: {runtime}, {speed}.</source>
      <translation>Rechnet auf {where}: {runtime}, {speed}.</translation>
    </message>
    <message>
      <source>PyTorch is not made for Macs with Intel processors any more; train on another computer.</source>
      <translation>PyTorch wird für Macs mit Intel-Prozessoren nicht mehr gemacht; trainieren Sie auf einem anderen Rechner.</translation>
    </message>
    <message>
      <source>PyTorch is not in the package index for Windows on ARM; train on another computer.</source>
      <translation>PyTorch gibt es im Paketindex nicht für Windows auf ARM; trainieren Sie auf einem anderen Rechner.</translation>
    </message>
    <message>
      <source>PyTorch and more, to train experts on DTMs of your own. The engine is set up anew with them: {size}</source>
      <translation>PyTorch und mehr, um Experten auf eigenen DTMs zu trainieren. Die Engine wird damit neu eingerichtet: {size}</translation>
    </message>
    <message>
      <source>Training packages</source>
      <translation>Pakete zum Trainieren</translation>
    </message>
    <message>
      <source>Install</source>
      <translation>Installieren</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Installed: the toolbox has Build data set, Train experts, Validate experts, Export experts and Ablation study.</source>
      <translation>Installiert: Die Werkzeugkiste hat 'Datensatz bauen', 'Experten trainieren', 'Experten validieren', 'Experten exportieren' und 'Ablationsstudie'.</translation>
    </message>
    <message>
      <source>They train on the processor; for a graphics card name a Python of your own above.</source>
      <translation>Sie trainieren auf dem Prozessor; für eine Grafikkarte nennen Sie oben ein eigenes Python.</translation>
    </message>
    <message>
      <source>{named} has no packages for training; install {packages} there.</source>
      <translation>{named} hat keine Pakete zum Trainieren; installieren Sie dort {packages}.</translation>
    </message>
    <message>
      <source>To remove them is to set up anew: {size}</source>
      <translation>Sie zu entfernen heißt neu einrichten: {size}</translation>
    </message>
    <message>
      <source>No package index is known on this computer; give the address of one, or a folder of wheels, under Settings &gt; Options &gt; MMoEDTM.</source>
      <translation>Auf diesem Rechner ist kein Paketindex bekannt; geben Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM die Adresse eines solchen oder einen Ordner mit Wheels an.</translation>
    </message>
    <message>
      <source>The set-up does not know computers of the kind {system} {machine}; install the packages of requirements/locked-cpu.txt into a Python of your own and choose it under Settings &gt; Options &gt; MMoEDTM.</source>
      <translation>Das Einrichten kennt keine Rechner der Art {system} {machine}; installieren Sie die Pakete von requirements/locked-cpu.txt in ein eigenes Python und wählen Sie es unter Einstellungen &gt; Optionen &gt; MMoEDTM.</translation>
    </message>
    <message>
      <source>The folder of wheels {folders} has no file {name} with the digest that the set-up knows; put it there beside the others, and choose Set up again.</source>
      <translation>Der Ordner mit Wheels {folders} hat keine Datei {name} mit der Prüfsumme, die das Einrichten kennt; legen Sie sie zu den anderen und wählen Sie Neu einrichten.</translation>
    </message>
    <message>
      <source>What was fetched as {name} has another digest than it must have, so that it was not used; look at the package index under Settings &gt; Options &gt; MMoEDTM, and choose Set up again.</source>
      <translation>Was als {name} geholt wurde, hat eine andere Prüfsumme, als es haben muss, und wurde nicht benutzt; sehen Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM nach dem Paketindex und wählen Sie Neu einrichten.</translation>
    </message>
    <message>
      <source>The package index has no file {name}; name another under Settings &gt; Options &gt; MMoEDTM, or a folder of wheels.</source>
      <translation>Der Paketindex hat keine Datei {name}; nennen Sie unter Einstellungen &gt; Optionen &gt; MMoEDTM einen anderen oder einen Ordner mit Wheels.</translation>
    </message>
    <message>
      <source>{path} cannot be read ({strerror}); see to it, and choose Set up again.</source>
      <translation>{path} kann nicht gelesen werden ({strerror}); sehen Sie danach und wählen Sie Neu einrichten.</translation>
    </message>
    <message>
      <source>{name} is {value!r}, which does not fit: {help}</source>
      <translation>{name} ist {value!r}, was nicht passt: {help}</translation>
    </message>
    <message>
      <source>{label} ({name}) is not given; choose one.</source>
      <translation>{label} ({name}) fehlt; wählen Sie es.</translation>
    </message>
    <message>
      <source>{name} is {value!r}, but must be one of: {choices}.</source>
      <translation>{name} ist {value!r}, muss aber eines von diesen sein: {choices}.</translation>
    </message>
    <message>
      <source>{name} is {value!r}, but must be a number from {low:g} to {high:g}.</source>
      <translation>{name} ist {value!r}, muss aber eine Zahl von {low:g} bis {high:g} sein.</translation>
    </message>
    <message>
      <source>{label} is not given; it can only be left out with {names}.</source>
      <translation>{label} fehlt; weggelassen werden kann es nur mit {names}.</translation>
    </message>
    <message>
      <source>, often because memory ran out</source>
      <translation>, oft weil der Speicher ausging</translation>
    </message>
    <message>
      <source>The run was cancelled; no output was written.</source>
      <translation>Der Lauf wurde abgebrochen; es wurde nichts geschrieben.</translation>
    </message>
    <message>
      <source>it was killed by signal {number}</source>
      <translation>er wurde durch Signal {number} beendet</translation>
    </message>
    <message>
      <source>The engine's process ended before it was done ({why}); no output was written. Close other programs or choose fewer tiles at a time, and run again.</source>
      <translation>Der Prozess der Engine endete, bevor er fertig war ({why}); es wurde nichts geschrieben. Schließen Sie andere Programme oder wählen Sie weniger Kacheln zugleich, und starten Sie neu.</translation>
    </message>
    <message>
      <source>The engine's process ended before it was done (exit code {code}); no output was written. See the log.</source>
      <translation>Der Prozess der Engine endete, bevor er fertig war (Code {code}); es wurde nichts geschrieben. Siehe das Protokoll.</translation>
    </message>
    <message>
      <source>The engine's Python {interpreter} cannot be started ({strerror}); set up the engine again (README, The engine's environment).</source>
      <translation>Das Python der Engine {interpreter} kann nicht gestartet werden ({strerror}); richten Sie die Engine neu ein (README, The engine's environment).</translation>
    </message>
  </context>
</TS>
